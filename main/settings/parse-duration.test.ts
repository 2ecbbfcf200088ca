import { expect, it } from 'vitest'
import { parseDuration } from './parse-duration.ts'

it.each([
  ['300', 300_000],
  ['300s', 300_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['100ms', 100],
  ['0', 0],
  ['1.5s', 1_500],
  [' 10s ', 10_000],
  ['2147483647ms', 2_147_483_647],
])('reads "%s" as %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

it.each([
  '',
  's',
  '-1',
  '+1',
  '1 s',
  '1d',
  '5M',
  '1e3',
  '0x10',
  '.5',
  '1.',
  'Infinity',
  'NaN',
  '1h30m',
  '５s',
])('does not read "%s"', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

it.each(['2147483648ms', '600h', '9'.repeat(400)])(
  'does not take %s, which as a timer would fire at once',
  (text) => {
    expect(parseDuration(text)).toBeUndefined()
  },
)
