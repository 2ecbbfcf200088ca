import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atMostEvery } from './at-most-every.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function counted(hadEffect = true) {
  let runs = 0
  const ask = atMostEvery(1000, () => {
    runs += 1
    return hadEffect
  })
  return { ask, runs: () => runs }
}

test('acts at once when nothing happened before', () => {
  const { ask, runs } = counted()
  ask()
  expect(runs()).toBe(1)
})

test('joins what is asked within the interval into one run at its end', () => {
  const { ask, runs } = counted()
  ask()
  ask()
  ask()
  vi.advanceTimersByTime(999)
  expect(runs()).toBe(1)
  vi.advanceTimersByTime(1)
  expect(runs()).toBe(2)
})

test('does not run again when nobody asked', () => {
  const { ask, runs } = counted()
  ask()
  vi.advanceTimersByTime(10_000)
  expect(runs()).toBe(1)
})

test('does not hold up the next run after one without effect', () => {
  const { ask, runs } = counted(false)
  ask()
  ask()
  expect(runs()).toBe(2)
})
