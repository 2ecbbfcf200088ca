import { expect, test } from 'vitest'
import { median, percentile } from './stats.ts'

test('takes the nearest rank of unsorted values', () => {
  const values = [40, 10, 30, 20]
  expect(percentile(values, 0.5)).toBe(20)
  expect(percentile(values, 0.99)).toBe(40)
  expect(percentile(values, 0)).toBe(10)
})

test('the median of an even number of values lies between the two in the middle', () => {
  expect(median([40, 10, 30, 20])).toBe(25)
  expect(median([3, 1, 2])).toBe(2)
})

test('nothing measured is not zero', () => {
  expect(percentile([], 0.5)).toBeNaN()
  expect(median([])).toBeNaN()
})
