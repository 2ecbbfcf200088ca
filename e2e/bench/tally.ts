import type { Outcome } from './wire/connect.ts'

/** Faults of all requests of a target. Does not include speed. */
export interface Tally {
  requests: number
  lost: number
  duplicated: number
  reordered: number
  changed: number
  /** Number of occurrences of each error. */
  errors: Map<string, number>
}

export function createTally(): Tally {
  return { requests: 0, lost: 0, duplicated: 0, reordered: 0, changed: 0, errors: new Map() }
}

export function addOutcome(tally: Tally, { error, faults }: Outcome): void {
  tally.requests++
  if (error !== undefined) tally.errors.set(error, (tally.errors.get(error) ?? 0) + 1)
  if (faults === undefined) return
  tally.lost += faults.lost
  tally.duplicated += faults.duplicated
  tally.reordered += faults.reordered
  tally.changed += faults.changed
}

export function errorCount(tally: Tally): number {
  return [...tally.errors.values()].reduce((sum, count) => sum + count, 0)
}

export function isClean(tally: Tally): boolean {
  return errorCount(tally) + tally.lost + tally.duplicated + tally.reordered + tally.changed === 0
}
