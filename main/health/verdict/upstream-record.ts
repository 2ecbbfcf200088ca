import { addOutcome, judgeShare } from './add-outcome.ts'
import { addProbe } from './add-probe.ts'
import { type Alarm, chooseAlarm } from './choose-alarm.ts'
import { FAMILIES, type Outcome, type Probe } from './outcome.ts'
import { createRecordState, isUnbroken, type RecordState } from './record-state.ts'

/** Record of one upstream. Every method takes the time, so that a history can be replayed. */
export interface UpstreamRecord {
  /** Returns false for an outdated failure: a newer request has succeeded. */
  record: (outcome: Outcome) => boolean
  probed: (probe: Probe) => void
  alarm: (now: number) => Alarm | undefined
  /** Time at which a probe or a response last cleared earlier network failures. */
  clearedAt: () => number
  /** `since`: start of the first failed probe. */
  probes: () => { failures: number; since: number; last: Probe | undefined }
  /** True while a connection test would tell whether the upstream works. */
  isSuspect: () => boolean
  /** Time of the last proof that it responds. */
  provenAt: () => number
  usedAt: () => number
}

export function createUpstreamRecord(): UpstreamRecord {
  const state = createRecordState()
  let usedAt = -Infinity

  return {
    record(outcome) {
      usedAt = Math.max(usedAt, outcome.endedAt)
      return addOutcome(state, outcome)
    },
    probed: (probe) => addProbe(state, probe),
    alarm(now) {
      judgeShare(state, now)
      return chooseAlarm(state, state.minute.count(now))
    },
    clearedAt: () => state.clearedAt,
    probes() {
      const { failures = 0, since = Infinity, last } = state.probes ?? {}
      return { failures, since, last }
    },
    isSuspect: () => isSuspect(state),
    provenAt: () => state.provenAt,
    usedAt: () => usedAt,
  }
}

function isSuspect(state: Readonly<RecordState>): boolean {
  const { row, probes } = state
  if (probes !== undefined && probes.failures > 0) return true
  if (row === undefined || isUnbroken(state) || FAMILIES[row.latest.kind] !== 'network') return false
  // A probe that succeeded without clearing the row would not clear it the next time either.
  return (probes?.last.startedAt ?? -Infinity) < row.latest.endedAt
}
