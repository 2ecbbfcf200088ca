import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { onWake } from './on-wake.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('stays silent while time passes as usual', () => {
  const wake = vi.fn<() => void>()
  const { stop } = onWake(wake)
  vi.advanceTimersByTime(60_000)
  expect(wake).not.toHaveBeenCalled()
  stop()
})

it('calls once after the wall clock jumped, as it does where the steady clock sleeps, too', () => {
  const wake = vi.fn<() => void>()
  const { stop } = onWake(wake)
  vi.advanceTimersByTime(4_000)
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(10_000)
  expect(wake).toHaveBeenCalledTimes(1)
  stop()
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(10_000)
  expect(wake).toHaveBeenCalledTimes(1)
})

it('notices a pause at once when asked, and only once', () => {
  const wake = vi.fn<() => void>()
  const { check, stop } = onWake(wake)
  vi.setSystemTime(Date.now() + 30_000)
  check()
  expect(wake).toHaveBeenCalledTimes(1)
  check()
  vi.advanceTimersByTime(10_000)
  expect(wake).toHaveBeenCalledTimes(1)
  stop()
})

it('notices a short sleep by the clock that stands still meanwhile', () => {
  const wake = vi.fn<() => void>()
  const { check, stop } = onWake(wake)
  vi.advanceTimersByTime(4_000)
  vi.setSystemTime(Date.now() + 5_000)
  check()
  expect(wake).toHaveBeenCalledTimes(1)
  stop()
})

it('calls when the machine has another address', () => {
  const wake = vi.fn<() => void>()
  let addresses = '192.0.2.1'
  const { stop } = onWake(wake, () => addresses)
  vi.advanceTimersByTime(20_000)
  addresses = '198.51.100.7'
  vi.advanceTimersByTime(20_000)
  expect(wake).toHaveBeenCalledTimes(1)
  stop()
})
