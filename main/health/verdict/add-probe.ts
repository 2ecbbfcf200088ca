import { isClearable } from './failure-row.ts'
import type { Probe } from './outcome.ts'
import { addToSeries, isRepeated } from './probe-series.ts'
import { type RecordState, recover } from './record-state.ts'

/** Adds the result of a probe. */
export function addProbe(state: RecordState, next: Probe): void {
  // Probes overlap: an older one that ends later is outdated.
  if (state.probes !== undefined && next.startedAt < state.probes.last.startedAt) return
  const series = addToSeries(state.probes, next)
  state.probes = series
  const { row } = state
  if (!next.ok) {
    // Once probes were contradicted, a single failed one among successes doesn't mean an outage.
    if (row !== undefined && (!row.isContradicted || isRepeated(series))) row.isConfirmed = true
    return
  }
  state.provenAt = Math.max(state.provenAt, next.endedAt)
  if (row === undefined || next.startedAt < row.latest.endedAt || !isClearable(row)) return
  recover(state, next.endedAt)
  state.clearedAt = next.endedAt
  Object.assign(row, { isAlarm: false, clearedAt: next.endedAt })
}
