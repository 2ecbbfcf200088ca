import { expect, test } from 'vitest'
import type { LogLine, LogPage } from '../../../shared/logs.ts'
import { MAX_ASKED, mergeLogs } from './merge-logs.ts'

const line = (id: number): LogLine => ({
  id,
  time: '2026-11-21T10:00:00.000Z',
  level: 'info',
  message: `${id}`,
})
const page = (ids: readonly number[], continues = true): LogPage => ({
  lines: ids.map(line),
  cursor: `a-${ids.at(-1) ?? 0}`,
  continues,
  more: false,
  kept: ids.length,
  level: 'info',
  file: null,
})
const ids = ({ lines }: { lines: readonly LogLine[] }) => lines.map(({ id }) => id)

test('news go behind what is known', () => {
  const known = mergeLogs(undefined, page([1, 2], false))
  const now = mergeLogs(known, page([3]))
  expect([ids(now), now.cursor]).toEqual([[1, 2, 3], 'a-3'])
})

test('without news the lines are the same ones, so that nothing is drawn again', () => {
  const known = mergeLogs(undefined, page([1], false))
  expect(mergeLogs(known, page([])).lines).toBe(known.lines)
})

test('what does not follow on the known lines takes their place', () => {
  const known = mergeLogs(undefined, page([7, 8], false))
  expect(ids(mergeLogs(known, page([1], false)))).toEqual([1])
})

test('the oldest go only when there are far too many', () => {
  const many = Array.from({ length: 2 * MAX_ASKED }, (_, index) => index + 1)
  const full = mergeLogs(undefined, page(many, false))
  const cut = mergeLogs(full, page([20_000]))
  expect([cut.lines.length, cut.lines.at(-1)?.id]).toEqual([MAX_ASKED, 20_000])
})
