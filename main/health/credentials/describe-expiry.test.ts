import { expect, test } from 'vitest'
import { describeExpiry } from './describe-expiry.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const HOUR = 3_600_000

test.each([
  [NOW + 2.9 * HOUR, { expires_in_hours: '2' }],
  [NOW + 1, { expires_in_hours: '0' }],
  [NOW, { expired_hours_ago: '0' }],
  [NOW - 1, { expired_hours_ago: '0' }],
  [NOW - 26.5 * HOUR, { expired_hours_ago: '26' }],
])('says hours as text, cut to whole ones: %d', (end, hours) => {
  expect(describeExpiry(end, NOW)).toStrictEqual({ expiration: new Date(end).toISOString(), ...hours })
})

test('uses 2038 for an unknown expiry', () => {
  expect(describeExpiry(null, NOW)).toMatchObject({ expiration: '2038-01-19T03:14:07.000Z' })
})

test.each([1e300, -1e300, Infinity])('survives the time %d, which no calendar has', (end) => {
  expect(describeExpiry(end, NOW).expiration).toMatch(/^[+-]\d{6}-/)
})
