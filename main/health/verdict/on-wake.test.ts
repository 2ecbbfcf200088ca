import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { onWake } from './on-wake.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('stays silent while time passes as usual', () => {
  const wake = vi.fn<() => void>()
  const stop = onWake(wake)
  vi.advanceTimersByTime(60_000)
  expect(wake).not.toHaveBeenCalled()
  stop()
})

it('calls once after the wall clock jumped, as it does where the steady clock sleeps, too', () => {
  const wake = vi.fn<() => void>()
  const stop = onWake(wake)
  vi.advanceTimersByTime(4_000)
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(10_000)
  expect(wake).toHaveBeenCalledTimes(1)
  stop()
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(10_000)
  expect(wake).toHaveBeenCalledTimes(1)
})
