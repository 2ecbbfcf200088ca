import { expect, test } from 'vitest'
import { localDay } from './local-day.ts'

test('a day begins at midnight and ends before the next', () => {
  const { start, end } = localDay(new Date(2026, 10, 21, 15, 30).getTime())
  expect(start).toBe(new Date(2026, 10, 21).getTime())
  expect(end + 1).toBe(new Date(2026, 10, 22).getTime())
})

test('days before the first of a month are in the month before', () => {
  expect(localDay(new Date(2026, 2, 1, 8).getTime(), 1).start).toBe(new Date(2026, 1, 28).getTime())
})
