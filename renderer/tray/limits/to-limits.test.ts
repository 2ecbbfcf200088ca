import { expect, test } from 'vitest'
import type { RateLimitInfo } from '../../../shared/rate-limit.ts'
import { toLimits } from './to-limits.ts'

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
  unifiedReset7d: inHours(80),
}

test('shows the short window first, whichever is used more', () => {
  const { lines, at } = toLimits({ rateLimits: [told(BOTH, 5_000)] }, NOW)
  expect(lines).toEqual([
    { name: '5 h', used: 0.31, resetsAt: NOW + 2 * HOUR, tone: 'plain' },
    { name: '7 d', used: 0.72, resetsAt: NOW + 80 * HOUR, tone: 'plain' },
  ])
  expect(at).toBe(NOW - 5_000)
})

test.each([
  [undefined],
  [{ rateLimits: [] }],
  [{ rateLimits: [told({ tokensLimit: 100, tokensRemaining: 0 })] }],
])('keeps both rows for what nobody has said, and calls none of it 0: %j', (response) => {
  const { lines, at } = toLimits(response, NOW)
  expect(lines.map(({ name, used }) => [name, used])).toEqual([
    ['5 h', undefined],
    ['7 d', undefined],
  ])
  expect(at).toBeUndefined()
})

test('knows nothing of a window that has been reset since', () => {
  const { lines } = toLimits({ rateLimits: [told({ ...BOTH, unifiedReset7d: inHours(0) }, HOUR)] }, NOW)
  expect(lines).toMatchObject([
    { name: '5 h', used: 0.31 },
    { name: '7 d', used: undefined },
  ])
})

test('takes the account that was heard of last, and not one without an open window', () => {
  const old = told({ ...BOTH, unifiedUtilization5h: 0.9 }, HOUR)
  const over = told({ unifiedUtilization5h: 1, unifiedReset5h: inHours(-1) })
  const { lines } = toLimits({ rateLimits: [old, over, told(BOTH, 60_000)] }, NOW)
  expect(lines.find(({ name }) => name === '5 h')?.used).toBe(0.31)
})

test('what is nearly or wholly used has a tone, and a reset that nobody named stays open', () => {
  const limits = toLimits(
    { rateLimits: [told({ unifiedUtilization5h: 1.02, unifiedUtilization7d: 0.8, unifiedReset7d: 'soon' })] },
    NOW,
  )
  expect(limits.lines).toEqual([
    { name: '5 h', used: 1.02, resetsAt: undefined, tone: 'error' },
    { name: '7 d', used: 0.8, resetsAt: undefined, tone: 'warning' },
  ])
})
