import { expect, test } from 'vitest'
import type { RateLimitInfo } from '../../shared/rate-limit.ts'
import { toLimits } from './to-limits.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const HOUR = 3_600_000

test('omits windows that the response does not include, and lists 5 h before 7 d', () => {
  expect(limits({})).toEqual([])
  const both = { unifiedUtilization5h: 0.2, unifiedUtilization7d: 0.4 }
  expect(limits(both).map(({ name }) => name)).toEqual(['5 h', '7 d'])
})

test('projects the time of exhaustion for a window that is used up before its reset, and warns', () => {
  // 90 % is used after three of five hours: exhausted in 20 minutes.
  const [limit] = limits({ unifiedUtilization5h: 0.9, unifiedReset5h: seconds(NOW + 2 * HOUR) })
  expect(limit).toMatchObject({ tone: 'warning', resetsAt: NOW + 2 * HOUR, isOver: false })
  expect(limit?.runsOutAt).toBeCloseTo(NOW + HOUR / 3, -3)
})

test('projects no exhaustion for a window that lasts until its reset', () => {
  const [limit] = limits({ unifiedUtilization5h: 0.3, unifiedReset5h: seconds(NOW + 2 * HOUR) })
  expect(limit).toMatchObject({ tone: 'plain', runsOutAt: undefined })
})

test('projects nothing in the first minutes of a window', () => {
  const [limit] = limits({ unifiedUtilization5h: 0.04, unifiedReset5h: seconds(NOW + 4.95 * HOUR) })
  expect(limit?.runsOutAt).toBeUndefined()
})

test('marks a window whose reset has passed as over', () => {
  const [limit] = limits({ unifiedUtilization7d: 0.99, unifiedReset7d: seconds(NOW - 1_000) })
  expect(limit).toMatchObject({ isOver: true, runsOutAt: undefined })
})

test('reports a used-up window as an error, and ignores a reset time that is not a number', () => {
  const [limit] = limits({ unifiedUtilization5h: 1.2, unifiedReset5h: 'soon' })
  expect(limit).toMatchObject({ tone: 'error', resetsAt: undefined, isOver: false })
})

function limits(rateLimit: RateLimitInfo) {
  return toLimits({ rateLimit }, NOW)
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1_000))
}
