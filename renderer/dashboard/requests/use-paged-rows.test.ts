import { expect, test } from 'vitest'
import { PAGE_ROWS, toPages } from './use-paged-rows.ts'

test('the pages of a range, and always the first, which tells how many there are', () => {
  expect(toPages({ start: 0, end: 30 })).toEqual([0])
  expect(toPages({ start: PAGE_ROWS - 1, end: PAGE_ROWS + 1 })).toEqual([0, 1])
  expect(toPages({ start: PAGE_ROWS, end: 2 * PAGE_ROWS })).toEqual([0, 1])
  expect(toPages({ start: 50 * PAGE_ROWS, end: 50 * PAGE_ROWS + 40 })).toEqual([0, 50])
  expect(toPages({ start: 0, end: 0 })).toEqual([0])
})
