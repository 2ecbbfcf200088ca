import { expect, test } from 'vitest'
import { formatAge, formatMoment, formatUntil } from './format.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

test.each([
  [0, '0 s'],
  [4 * SECOND, '4 s'],
  [59_999, '59 s'],
  [MINUTE, '1 m'],
  [72 * SECOND, '1 m 12 s'],
  [2 * HOUR, '2 h'],
  [2 * HOUR + 5 * MINUTE, '2 h 5 m'],
  [24 * HOUR - 1, '23 h 59 m'],
  [50 * HOUR, '2 d 2 h'],
])('an age of %i ms reads %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text)
})

test('an age never reads negative, even when two clocks disagree', () => {
  expect(formatAge(-500)).toBe('0 s')
})

test('a moment of today is said in its largest unit', () => {
  const now = Date.parse('2026-11-20T12:00:00')
  expect(formatMoment(now - 72 * SECOND, now)).toBe('1 m ago')
  expect(formatMoment(now - 23 * HOUR, now)).toBe('23 h ago')
})

test('a moment more than a day ago is a date', () => {
  const now = Date.parse('2026-11-20T12:00:00')
  expect(formatMoment(Date.parse('2026-11-18T14:02:00'), now)).toBe('18 Nov, 14:02')
})

test('a moment to come is said the same way', () => {
  const now = Date.parse('2026-11-20T12:00:00')
  expect(formatUntil(now + 6.5 * HOUR, now)).toBe('in 6 h')
  expect(formatUntil(Date.parse('2026-11-24T14:02:00'), now)).toBe('24 Nov, 14:02')
})
