import { beforeEach, describe, expect, it } from 'vitest'
import { formatElapsed, keepMeasurement, readMeasurement } from './stopwatch-state.ts'

describe('a measurement', () => {
  beforeEach(() => localStorage.clear())

  it('outlives the page, running or stopped', () => {
    for (const measurement of [{ startedAt: 1000 }, { startedAt: 1000, stoppedAt: 5000 }]) {
      keepMeasurement(localStorage, measurement)
      expect(readMeasurement(localStorage)).toEqual(measurement)
    }
    keepMeasurement(localStorage, undefined)
    expect(readMeasurement(localStorage)).toBeUndefined()
  })

  it('is none where something else was kept', () => {
    for (const text of ['', 'nonsense', '{}', '{"startedAt":"now"}']) {
      localStorage.setItem('signalbox.stopwatch', text)
      expect(readMeasurement(localStorage)).toBeUndefined()
    }
  })
})

describe('formatElapsed', () => {
  it('counts on while it runs, and stands still once it is stopped', () => {
    expect(formatElapsed({ startedAt: 0 }, 65_000)).toBe('1:05')
    expect(formatElapsed({ startedAt: 0 }, 3_725_999)).toBe('1:02:05')
    expect(formatElapsed({ startedAt: 0, stoppedAt: 9_000 }, 65_000)).toBe('0:09')
  })
  it('is not below zero when the clock was put back', () => {
    expect(formatElapsed({ startedAt: 5_000 }, 0)).toBe('0:00')
  })
})
