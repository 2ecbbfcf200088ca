import { expect, test } from 'vitest'
import { daysOf, toDayText, toRange } from './to-range.ts'

const NOW = new Date(2026, 10, 21, 15, 30).getTime()

test('without a word it is the last seven days, today included', () => {
  const range = toRange({}, NOW)
  expect(range.name).toBe('7d')
  expect(daysOf(range)).toEqual([
    '2026-11-15',
    '2026-11-16',
    '2026-11-17',
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
  ])
})

test('today is one day and 30 days are 30', () => {
  expect(daysOf(toRange({ range: 'today' }, NOW))).toEqual(['2026-11-21'])
  expect(daysOf(toRange({ range: '30d' }, NOW))).toHaveLength(30)
})

test('a range of one’s own has both its days', () => {
  expect(daysOf(toRange({ range: 'custom', from: '2026-11-01', to: '2026-11-03' }, NOW))).toEqual([
    '2026-11-01',
    '2026-11-02',
    '2026-11-03',
  ])
})

test('days that are none, the wrong way round, or still to come make no nonsense', () => {
  const days = (from: string, to: string) => daysOf(toRange({ range: 'custom', from, to }, NOW))
  expect(days('2026-02-31', 'soon')).toHaveLength(7)
  expect(days('2026-11-20', '2026-11-10')).toEqual(['2026-11-10'])
  expect(days('2026-11-20', '2030-01-01')).toEqual(['2026-11-20', '2026-11-21'])
  expect(days('1970-01-01', '2026-11-21').length).toBeLessThanOrEqual(367)
})

test('a day is written as date fields write it', () => {
  expect(toDayText(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05')
})
