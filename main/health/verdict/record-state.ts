import type { Row } from './failure-row.ts'
import { createMinute, type Minute } from './minute.ts'
import type { Failure } from './outcome.ts'
import type { ProbeSeries } from './probe-series.ts'

/** Memory of one upstream's record. Times on the monotonic clock, in ms; −∞ for never. */
export interface RecordState {
  minute: Minute
  row: Row | undefined
  /** Start of the alarm by share of the last minute. */
  shareSince: number | undefined
  latest: Failure | undefined
  /** Successes in a row. */
  successes: number
  probes: ProbeSeries | undefined
  /** Start of the newest success: failures that began earlier but end later are outdated. */
  okStartedAt: number
  /** Time at which a row of failures last ended with a success. */
  rowEndedAt: number
  /** Time at which a row that was an alarm last ended with a success. */
  alarmEndedAt: number
  /** End of the last outage. Failures of requests that began before it are ignored. */
  recoveredAt: number
  /** Time at which a probe or a response last cleared earlier network failures. */
  clearedAt: number
  /** Time of the last proof that it responds. */
  provenAt: number
}

export function createRecordState(): RecordState {
  return {
    minute: createMinute(),
    row: undefined,
    shareSince: undefined,
    latest: undefined,
    successes: 0,
    probes: undefined,
    okStartedAt: -Infinity,
    rowEndedAt: -Infinity,
    alarmEndedAt: -Infinity,
    recoveredAt: -Infinity,
    clearedAt: -Infinity,
    provenAt: -Infinity,
  }
}

/** Ends an outage. */
export function recover(state: RecordState, at: number): void {
  state.minute.clear()
  state.shareSince = undefined
  state.recoveredAt = at
}

/** True without failures in a row, or if a probe has cleared them. */
export function isUnbroken({ row }: Readonly<RecordState>): boolean {
  return row === undefined || row.clearedAt !== undefined
}
