import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttle } from './throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function counted(hadEffect = true) {
  let runs = 0
  const ask = throttle(1000, () => {
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

test('does not run again without another call', () => {
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

test('runs at once for the first call and once more at the end of the interval for all others', () => {
  const action = vi.fn<() => void>()
  const call = throttle(100, action)
  call()
  expect(action).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 50; i++) call()
  expect(action).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(100)
  expect(action).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(10_000)
  expect(action).toHaveBeenCalledTimes(2)
})

test('stays below one run per interval under calls without end', () => {
  const action = vi.fn<() => void>()
  const call = throttle(100, action)
  for (let ms = 0; ms < 1_000; ms++) {
    call()
    vi.advanceTimersByTime(1)
  }
  expect(action.mock.calls.length).toBeLessThanOrEqual(11)
})

test('runs at once again after a quiet interval', () => {
  const action = vi.fn<() => void>()
  const call = throttle(100, action)
  call()
  vi.advanceTimersByTime(101)
  call()
  expect(action).toHaveBeenCalledTimes(2)
})
