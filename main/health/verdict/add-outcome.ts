import {
  CONTRADICTION,
  extend,
  isNetworkAlone,
  isOutage,
  isOverBySuccesses,
  rowNeeded,
  SHARE,
  without,
} from './failure-row.ts'
import { type Failure, isFailure, type Outcome } from './outcome.ts'
import { isUnbroken, type RecordState, recover } from './record-state.ts'

/** Adds the outcome of a request. Returns false for an outdated failure: a newer request has succeeded. */
export function addOutcome(state: RecordState, outcome: Outcome): boolean {
  if (isFailure(outcome)) return fail(state, outcome)
  if (outcome.kind === 'ok') succeed(state, outcome)
  else respond(state, outcome)
  return true
}

function fail(state: RecordState, outcome: Failure): boolean {
  const { minute, row } = state
  if (outcome.startedAt < state.recoveredAt) return false
  const kind = outcome.kind === 'suspended' ? (row?.latest.kind ?? 'server_error') : outcome.kind
  minute.add(outcome.endedAt, kind)
  state.successes = 0
  state.latest = outcome
  // A broken stream is dated by its end, every other failure by its beginning.
  const isLate = outcome.startedAt < (kind === 'broken' ? state.rowEndedAt : state.okStartedAt)
  if (!isLate) {
    const others = without(minute.count(outcome.endedAt), (row?.count ?? 0) + 1)
    state.row = extend(row, { ...outcome, kind }, rowNeeded(others))
  }
  judgeShare(state, outcome.endedAt)
  return !isLate
}

function succeed(state: RecordState, { startedAt, endedAt }: Outcome): void {
  const { row, minute } = state
  state.provenAt = Math.max(state.provenAt, endedAt)
  state.okStartedAt = Math.max(state.okStartedAt, startedAt)
  const { probes } = state
  if (probes !== undefined && startedAt >= probes.since) state.probes = { ...probes, failures: 0 }
  // A success that began before the last failure doesn't mean recovery.
  if (row !== undefined && startedAt >= row.latest.startedAt) {
    if (row.isAlarm && isOutage(row, endedAt - state.alarmEndedAt, minute.count(endedAt)))
      recover(state, endedAt)
    if (row.isAlarm) state.alarmEndedAt = endedAt
    state.rowEndedAt = endedAt
    state.row = undefined
  }
  if (state.row === undefined) state.successes++
  else state.row.between++
  minute.add(endedAt, 'ok')
  judgeShare(state, endedAt)
}

/** Any response proves that the network works, whatever its status. */
function respond(state: RecordState, { startedAt, endedAt }: Outcome): void {
  const { row } = state
  state.provenAt = Math.max(state.provenAt, endedAt)
  if (row === undefined || startedAt < row.latest.startedAt || !isNetworkAlone(row)) return
  if (row.isAlarm) recover(state, endedAt)
  state.clearedAt = endedAt
  state.row = undefined
}

/** Begins or ends the alarm by share of the last minute, as of `now`. */
export function judgeShare(state: RecordState, now: number): void {
  const { shareSince, minute, latest } = state
  if (shareSince === undefined && now - (latest?.endedAt ?? -Infinity) > CONTRADICTION) return
  const { total, faults } = minute.count(now)
  if (shareSince === undefined) {
    const isEnough = total >= SHARE.requests && faults >= SHARE.faults && faults >= total * SHARE.enters
    if (isEnough) state.shareSince = now
    return
  }
  const isOver = total === 0 ? isUnbroken(state) : faults < total * SHARE.leaves
  if (isOver) state.shareSince = undefined
  else if (isOverBySuccesses({ total, faults }, state.successes)) {
    minute.clear()
    state.shareSince = undefined
  }
}
