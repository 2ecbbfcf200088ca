import { isPartOfShare, type Row } from './failure-row.ts'
import { kindOfCode } from './kind-of-code.ts'
import type { MinuteCounts } from './minute.ts'
import { FAMILIES, type FailureKind, isProbeable } from './outcome.ts'
import { isLasting, type ProbeSeries } from './probe-series.ts'
import type { RecordState } from './record-state.ts'

/** Evidence that an upstream doesn't work. Times on the monotonic clock, in ms. */
export interface Alarm {
  /** Raised by failures in a row, a share of the last minute, or probes. */
  by: 'row' | 'share' | 'probe'
  kind: FailureKind
  status: number | undefined
  cause: string | undefined
  since: number
  /** Current number of failures in a row. */
  row: number
  minute: MinuteCounts
}

/** The alarm of an upstream with this record, of which the strongest evidence counts. Pure. */
export function chooseAlarm(state: Readonly<RecordState>, minute: MinuteCounts): Alarm | undefined {
  const failed = state.probes !== undefined && state.probes.failures > 0 ? state.probes : undefined
  const share = alarmOfShare(state, minute)
  const { row } = state
  if (row?.isAlarm === true && !(share !== undefined && isPartOfShare(row, share.since)))
    return alarmOfRow(row, { failed, minute })
  return share ?? (failed && alarmOfProbes(failed, { row, minute }))
}

function alarmOfRow(
  row: Row,
  { failed, minute }: { failed: ProbeSeries | undefined; minute: MinuteCounts },
): Alarm {
  const { kind, status, cause } = row.latest
  // A probe that failed after a broken stream knows the cause better.
  const isVague = FAMILIES[kind] === 'network' && !isProbeable(kind, cause)
  const known = isVague ? failed?.last.code : undefined
  return {
    by: 'row',
    kind: known === undefined ? kind : kindOfCode(known),
    status,
    cause: known ?? cause,
    since: row.since,
    row: row.count,
    minute,
  }
}

function alarmOfShare({ shareSince, row, latest }: RecordState, minute: MinuteCounts): Alarm | undefined {
  const kind = minute.mostly ?? row?.latest.kind
  if (shareSince === undefined || kind === undefined) return undefined
  const { status, cause } = latest ?? {}
  return { by: 'share', kind, status, cause, since: shareSince, row: row?.count ?? 0, minute }
}

function alarmOfProbes(
  series: ProbeSeries,
  { row, minute }: { row: Row | undefined; minute: MinuteCounts },
): Alarm | undefined {
  if (!isLasting(series)) return undefined
  const { code } = series.last
  const failures = row?.clearedAt === undefined ? (row?.count ?? 0) : 0
  const facts = { kind: kindOfCode(code), status: undefined, cause: code, since: series.since }
  return { by: 'probe', ...facts, row: failures, minute }
}
