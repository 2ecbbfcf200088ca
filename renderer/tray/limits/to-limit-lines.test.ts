import { expect, test } from 'vitest'
import type { RateLimitInfo } from '../../../shared/rate-limit.ts'
import { toLimitLines } from './to-limit-lines.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const HOUR = 3_600_000
const inHours = (hours: number) => String((NOW + hours * HOUR) / 1_000)

function told(rateLimit: RateLimitInfo, ageMs = 0) {
  return { capturedAt: new Date(NOW - ageMs).toISOString(), ageMs, rateLimit }
}

const BOTH: RateLimitInfo = {
  unifiedUtilization5h: 0.31,
  unifiedReset5h: inHours(2),
  unifiedUtilization7d: 0.72,
  unifiedReset7d: inHours(40),
}

test('shows the short window first, whichever is used more', () => {
  const { lines, at } = toLimitLines({ rateLimits: [told(BOTH, 5_000)] }, NOW)
  expect(lines).toEqual([
    { name: '5 h', used: 0.31, resetsAt: NOW + 2 * HOUR, tone: 'plain' },
    { name: '7 d', used: 0.72, resetsAt: NOW + 40 * HOUR, tone: 'plain' },
  ])
  expect(at).toBe(NOW - 5_000)
})

test.each([
  [undefined],
  [{ rateLimits: [] }],
  [{ rateLimits: [told({ tokensLimit: 100, tokensRemaining: 0 })] }],
])('shows both rows as unknown, not as 0, without limits in a response: %j', (response) => {
  const { lines, at } = toLimitLines(response, NOW)
  expect(lines.map(({ name, used }) => [name, used])).toEqual([
    ['5 h', undefined],
    ['7 d', undefined],
  ])
  expect(at).toBeUndefined()
})

test('shows a window as unknown once it has reset', () => {
  const { lines } = toLimitLines({ rateLimits: [told({ ...BOTH, unifiedReset7d: inHours(0) }, HOUR)] }, NOW)
  expect(lines).toMatchObject([
    { name: '5 h', used: 0.31 },
    { name: '7 d', used: undefined },
  ])
})

test('shows the account with the newest response, and none without an open window', () => {
  const old = told({ ...BOTH, unifiedUtilization5h: 0.9 }, HOUR)
  const over = told({ unifiedUtilization5h: 1, unifiedReset5h: inHours(-1) })
  const { lines } = toLimitLines({ rateLimits: [old, over, told(BOTH, 60_000)] }, NOW)
  expect(lines.find(({ name }) => name === '5 h')?.used).toBe(0.31)
})

test('warns near the limit, reports a used-up window as an error, and omits an unknown reset time', () => {
  const limits = toLimitLines(
    { rateLimits: [told({ unifiedUtilization5h: 1.02, unifiedUtilization7d: 0.8, unifiedReset7d: 'soon' })] },
    NOW,
  )
  expect(limits.lines).toEqual([
    { name: '5 h', used: 1.02, resetsAt: undefined, tone: 'error' },
    { name: '7 d', used: 0.8, resetsAt: undefined, tone: 'warning' },
  ])
})

test('warns below 80 % too if the limit is reached before its reset, as the overview does', () => {
  // 68 % is used after three of five hours: used up 85 minutes from now, before the reset in two hours.
  const { lines } = toLimitLines(
    { rateLimits: [told({ unifiedUtilization5h: 0.68, unifiedReset5h: inHours(2) })] },
    NOW,
  )
  expect(lines[0]).toMatchObject({ used: 0.68, tone: 'warning' })
})
