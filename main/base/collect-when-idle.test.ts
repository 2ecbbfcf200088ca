import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createIdleCollector } from './collect-when-idle.ts'

const MB = 1024 * 1024
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start() {
  const state = { inFlight: 0, rss: 100 * MB, collected: 0 }
  const collector = createIdleCollector({
    inFlight: () => state.inFlight,
    rss: () => state.rss,
    collect: () => state.collected++,
  })
  return { state, collector }
}

it('collects once after a burst that made the process grow', () => {
  const { state, collector } = start()
  collector.requestCame()
  state.rss = 200 * MB
  vi.advanceTimersByTime(10 * 60_000)
  expect(state.collected).toBe(1)
})

it('waits while a request is in flight or has just arrived', () => {
  const { state, collector } = start()
  collector.requestCame()
  state.inFlight = 1
  state.rss = 200 * MB
  vi.advanceTimersByTime(10 * 60_000)
  expect(state.collected).toBe(0)
  state.inFlight = 0
  for (let seconds = 0; seconds < 300; seconds += 10) {
    collector.requestCame()
    vi.advanceTimersByTime(10_000)
  }
  expect(state.collected).toBe(0)
  vi.advanceTimersByTime(40_000)
  expect(state.collected).toBe(1)
})

it('leaves a process alone that hardly grew, and leaves no timer behind', () => {
  const { state, collector } = start()
  collector.requestCame()
  state.rss = 110 * MB
  vi.advanceTimersByTime(60_000)
  expect(state.collected).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

it('survives memory that cannot be read', () => {
  const collector = createIdleCollector({
    inFlight: () => 0,
    rss() {
      throw new Error('EMFILE')
    },
    collect: () => expect.unreachable(),
  })
  collector.requestCame()
  vi.advanceTimersByTime(60_000)
})
