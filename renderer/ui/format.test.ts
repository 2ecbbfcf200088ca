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

test.each([
  [-HOUR, 'in 0 s'],
  [0, 'in 0 s'],
  [45 * SECOND, 'in 45 s'],
  [59.6 * SECOND, 'in 1 m'],
  [MINUTE + 29 * SECOND, 'in 1 m'],
  [MINUTE + 59 * SECOND, 'in 2 m'],
  [14 * MINUTE + 59 * SECOND, 'in 15 m'],
  [HOUR - SECOND, 'in 1 h'],
  [HOUR, 'in 1 h'],
  [2 * HOUR - 1, 'in 2 h'],
  [2 * HOUR + 17 * MINUTE + 29 * SECOND, 'in 2 h 17 m'],
  [2 * HOUR + 17 * MINUTE + 30 * SECOND, 'in 2 h 18 m'],
  [24 * HOUR - 31 * SECOND, 'in 23 h 59 m'],
  [24 * HOUR - 1, 'in 1 d'],
  [24 * HOUR, 'in 1 d'],
  [48 * HOUR - 1, 'in 2 d'],
  [75.4 * HOUR, 'in 3 d 3 h'],
])('a moment %i ms ahead is said in two units', (ms, text) => {
  const now = Date.parse('2026-11-20T12:00:00')
  expect(formatUntil(now + ms, now)).toBe(text)
})

test('what is left is never wrong by more than half a unit of the second place', () => {
  for (let ms = MINUTE; ms < 8 * 24 * HOUR; ms += 7 * MINUTE + 13 * SECOND) {
    const said = [...formatUntil(ms, 0).matchAll(/(\d+) ([dhm])/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * { d: 24 * HOUR, h: HOUR, m: MINUTE }[unit as 'd'],
      0,
    )
    expect(Math.abs(ms - said)).toBeLessThanOrEqual((ms < 24 * HOUR ? MINUTE : HOUR) / 2)
  }
})
