import { usageLines } from '../../base/anthropic/usage-lines.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import type { LedgerEntry } from './create-ledger.ts'
import { type Period, periodOf } from './period.ts'

/**
 * The usage of a request, by the models that ran.
 *
 * @returns a function that takes the request and its start, in ms since 1970
 */
export function createToEntries(): (request: FinishedRequest, at: number) => LedgerEntry[] {
  /** The last day that was asked for: its borders take longer than counting a request. */
  let day: Period = { start: 0, end: 0 }
  return ({ usage, servedModel, model, isLocal }, at) => {
    if (usage === undefined) return []
    if (at < day.start || at >= day.end) day = periodOf('day', at)
    const { start } = day
    const lines = usageLines(usage, { model: servedModel ?? model ?? 'unknown', isLocal })
    return lines.map((line, index) => ({ day: start, at, line: { ...line, requests: index === 0 ? 1 : 0 } }))
  }
}
