import { expect, test } from 'vitest'
import type { RateLimitInfo } from '../../../shared/rate-limit.ts'
import { toLimits } from './to-limits.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const HOUR = 3_600_000

test('windows that no response named are not there, and 5 h comes before 7 d', () => {
  expect(limits({})).toEqual([])
  const both = { unifiedUtilization5h: 0.2, unifiedUtilization7d: 0.4 }
  expect(limits(both).map(({ name }) => name)).toEqual(['5 h', '7 d'])
})

test('a window that is used faster than it passes runs out before it resets', () => {
  // 90 % is used after three of five hours: exhausted in 20 minutes.
  const [limit] = limits({ unifiedUtilization5h: 0.9, unifiedReset5h: seconds(NOW + 2 * HOUR) })
  expect(limit).toMatchObject({ tone: 'warning', resetsAt: NOW + 2 * HOUR, isOver: false })
  expect(limit?.runsOutAt).toBeCloseTo(NOW + HOUR / 3, -3)
})

test('a window that is used slower than it passes lasts', () => {
  const [limit] = limits({ unifiedUtilization5h: 0.3, unifiedReset5h: seconds(NOW + 2 * HOUR) })
  expect(limit).toMatchObject({ tone: 'plain', runsOutAt: undefined })
})

test('the first minutes of a window say nothing about its pace', () => {
  const [limit] = limits({ unifiedUtilization5h: 0.04, unifiedReset5h: seconds(NOW + 4.95 * HOUR) })
  expect(limit?.runsOutAt).toBeUndefined()
})

test('a window that has reset since is over', () => {
  const [limit] = limits({ unifiedUtilization7d: 0.99, unifiedReset7d: seconds(NOW - 1_000) })
  expect(limit).toMatchObject({ isOver: true, runsOutAt: undefined })
})

test('a used-up window is an error, and a reset that is no number is none', () => {
  const [limit] = limits({ unifiedUtilization5h: 1.2, unifiedReset5h: 'soon' })
  expect(limit).toMatchObject({ tone: 'error', resetsAt: undefined, isOver: false })
})

function limits(rateLimit: RateLimitInfo) {
  return toLimits({ capturedAt: new Date(NOW).toISOString(), ageMs: 0, rateLimit }, NOW)
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1_000))
}
