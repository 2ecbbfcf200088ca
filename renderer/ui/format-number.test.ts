import { expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatEstimate,
  formatMs,
  formatShare,
  formatShort,
} from './format-number.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1k'],
  [12_345, '12.3k'],
  [800_000, '800k'],
  [10_000, '10k'],
  [999_499, '999k'],
  [999_500, '1M'],
  [4_560_000, '4.56M'],
  [1_000_000_000, '1G'],
])('%i tokens are %s', (count, text) => expect(formatShort(count)).toBe(text))

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [4_230, '4.2 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 m'],
  [72_000, '1 m 12 s'],
  [3_720_000, '1 h 2 m'],
])('%i ms are %s', (ms, text) => expect(formatMs(ms)).toBe(text))

test.each([
  [512, '512 B'],
  [12_345, '12 KB'],
  [5_242_880, '5.2 MB'],
])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test.each([
  [0, '0 %'],
  [0.001, '< 1 %'],
  [0.873, '87 %'],
  [0.999, '99 %'],
  [1, '100 %'],
])('a share of %f is %s', (share, text) => expect(formatShare(share)).toBe(text))

test('money is always called an estimate, and a little is not nothing', () => {
  expect(formatEstimate(1.2)).toBe('≈ $1.20')
  expect(formatEstimate(0.001)).toBe('< $0.01')
  expect(formatEstimate(0)).toBe('≈ $0.00')
})

test('thousands stand apart', () => expect(formatCount(100_000)).toBe('100,000'))
