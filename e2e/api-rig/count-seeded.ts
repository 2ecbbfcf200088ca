import { COUNTED, type Seeded, SEEDED_UNTIL } from './seed.ts'

/** A range, with its ends included, as ISO 8601. */
export type Range = Record<'start' | 'end', string>

export const NEWEST_FIRST = COUNTED.toSorted((a, b) => b.startedAt - a.startedAt)
export const ALL: Range = { start: iso(SEEDED_UNTIL - 30 * 86_400_000), end: iso(SEEDED_UNTIL) }
export const DAY: Range = { start: '2026-10-06T00:00:00.000Z', end: '2026-10-06T23:59:59.999Z' }

export function iso(time: number): string {
  return new Date(time).toISOString()
}

export function sum(rows: readonly Seeded[], of: (row: Seeded) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}

export function within(rows: readonly Seeded[], { start, end }: Range): Seeded[] {
  return rows.filter(({ startedAt }) => startedAt >= Date.parse(start) && startedAt <= Date.parse(end))
}

export function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id)
}
