import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { coalesce } from './coalesce.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('runs at once for the first call and once more at the end of the interval for all others', () => {
  const action = vi.fn<() => void>()
  const call = coalesce(action, 100)
  call()
  expect(action).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 50; i++) call()
  expect(action).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(100)
  expect(action).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(10_000)
  expect(action).toHaveBeenCalledTimes(2)
})

it('stays below one run per interval under calls without end', () => {
  const action = vi.fn<() => void>()
  const call = coalesce(action, 100)
  for (let ms = 0; ms < 1_000; ms++) {
    call()
    vi.advanceTimersByTime(1)
  }
  expect(action.mock.calls.length).toBeLessThanOrEqual(11)
})

it('runs at once again after a quiet interval', () => {
  const action = vi.fn<() => void>()
  const call = coalesce(action, 100)
  call()
  vi.advanceTimersByTime(101)
  call()
  expect(action).toHaveBeenCalledTimes(2)
})
