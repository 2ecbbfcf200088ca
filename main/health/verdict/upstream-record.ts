import {
  CONTRADICTION,
  extend,
  isClearable,
  isNetworkAlone,
  isOutage,
  isOverBySuccesses,
  isPartOfShare,
  type Row,
  rowNeeded,
  SHARE,
  without,
} from './failure-row.ts'
import { kindOfCode } from './kind-of-code.ts'
import { createMinute, type MinuteCounts } from './minute.ts'
import {
  FAMILIES,
  type Failure,
  type FailureKind,
  isFailure,
  isProbeable,
  type Outcome,
  type Probe,
} from './outcome.ts'

/** Failed probes that raise an alarm without traffic, and their minimum duration in ms. */
const PROBES = { failures: 3, lasting: 4_000 }
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
  const minute = createMinute()
  let row: Row | undefined
  /** Start of the alarm by share of the last minute. */
  let shareSince: number | undefined
  let latest: Failure | undefined
  let successes = 0
  /** Start of the newest success: failures that began earlier but end later are outdated. */
  let okStartedAt = -Infinity
  /** Time at which a row of failures last ended with a success. */
  let rowEndedAt = -Infinity
  /** Time at which a row that was an alarm last ended with a success. */
  let alarmEndedAt = -Infinity
  /** End of the last outage. Failures of requests that began before it are ignored. */
  let recoveredAt = -Infinity
  let clearedAt = -Infinity
  let provenAt = -Infinity
  let usedAt = -Infinity
  let probe: { last: Probe; failures: number; since: number } | undefined

  function recover(at: number): void {
    minute.clear()
    shareSince = undefined
    recoveredAt = at
  }

  function fail(outcome: Failure): boolean {
    if (outcome.startedAt < recoveredAt) return false
    const kind = outcome.kind === 'suspended' ? (row?.latest.kind ?? 'server_error') : outcome.kind
    minute.add(outcome.endedAt, kind)
    successes = 0
    latest = outcome
    // A broken stream is dated by its end, every other failure by its beginning.
    const isLate = outcome.startedAt < (kind === 'broken' ? rowEndedAt : okStartedAt)
    if (!isLate) {
      const others = without(minute.count(outcome.endedAt), (row?.count ?? 0) + 1)
      row = extend(row, { ...outcome, kind }, rowNeeded(others))
    }
    judgeShare(outcome.endedAt)
    return !isLate
  }

  function succeed({ startedAt, endedAt }: Outcome): void {
    provenAt = Math.max(provenAt, endedAt)
    okStartedAt = Math.max(okStartedAt, startedAt)
    if (probe !== undefined && startedAt >= probe.since) probe = { ...probe, failures: 0 }
    // A success that began before the last failure doesn't mean recovery.
    if (row !== undefined && startedAt >= row.latest.startedAt) {
      if (row.isAlarm && isOutage(row, endedAt - alarmEndedAt, minute.count(endedAt))) recover(endedAt)
      if (row.isAlarm) alarmEndedAt = endedAt
      rowEndedAt = endedAt
      row = undefined
    }
    if (row === undefined) successes++
    else row.between++
    minute.add(endedAt, 'ok')
    judgeShare(endedAt)
  }

  /** Any response proves that the network works, whatever its status. */
  function respond({ startedAt, endedAt }: Outcome): void {
    provenAt = Math.max(provenAt, endedAt)
    if (row === undefined || startedAt < row.latest.startedAt || !isNetworkAlone(row)) return
    if (row.isAlarm) recover(endedAt)
    clearedAt = endedAt
    row = undefined
  }

  function isUnbroken(): boolean {
    return row === undefined || row.clearedAt !== undefined
  }

  function judgeShare(now: number): void {
    if (shareSince === undefined && now - (latest?.endedAt ?? -Infinity) > CONTRADICTION) return
    const { total, faults } = minute.count(now)
    if (shareSince === undefined) {
      const isEnough = total >= SHARE.requests && faults >= SHARE.faults && faults >= total * SHARE.enters
      if (isEnough) shareSince = now
      return
    }
    const isOver = total === 0 ? isUnbroken() : faults < total * SHARE.leaves
    if (isOver) shareSince = undefined
    else if (isOverBySuccesses({ total, faults }, successes)) {
      minute.clear()
      shareSince = undefined
    }
  }

  return {
    record(outcome) {
      usedAt = Math.max(usedAt, outcome.endedAt)
      if (isFailure(outcome)) return fail(outcome)
      if (outcome.kind === 'ok') succeed(outcome)
      else respond(outcome)
      return true
    },
    probed(next) {
      // Probes overlap: an older one that ends later is outdated.
      if (probe !== undefined && next.startedAt < probe.last.startedAt) return
      if (!next.ok) {
        const isFirst = probe === undefined || probe.failures === 0
        probe = {
          last: next,
          failures: (probe?.failures ?? 0) + 1,
          since: isFirst ? next.startedAt : (probe?.since ?? next.startedAt),
        }
        // Once probes were contradicted, a single failed one among successes doesn't mean an outage.
        if (row !== undefined && probe.failures >= (row.isContradicted ? PROBES.failures : 1))
          row.isConfirmed = true
        return
      }
      probe = { last: next, failures: 0, since: next.startedAt }
      provenAt = Math.max(provenAt, next.endedAt)
      if (row === undefined || next.startedAt < row.latest.endedAt || !isClearable(row)) return
      recover(next.endedAt)
      clearedAt = next.endedAt
      Object.assign(row, { isAlarm: false, clearedAt: next.endedAt })
    },
    alarm(now) {
      judgeShare(now)
      const counts = minute.count(now)
      const failed = probe !== undefined && probe.failures > 0 ? probe : undefined
      const isShare = shareSince !== undefined && (counts.mostly ?? row?.latest.kind) !== undefined
      if (row?.isAlarm === true && !(isShare && isPartOfShare(row, shareSince))) {
        const { status, cause } = row.latest
        // A probe that failed after a broken stream knows the cause better.
        const isNetwork = FAMILIES[row.latest.kind] === 'network'
        const known =
          isNetwork && !isProbeable(row.latest.kind, cause) && failed ? failed.last.code : undefined
        const kind = known === undefined ? row.latest.kind : kindOfCode(known)
        return {
          by: 'row',
          kind,
          status,
          cause: known ?? cause,
          since: row.since,
          row: row.count,
          minute: counts,
        }
      }
      if (isShare && shareSince !== undefined) {
        const kind = counts.mostly ?? row?.latest.kind ?? 'server_error'
        const { status, cause } = latest ?? {}
        return { by: 'share', kind, status, cause, since: shareSince, row: row?.count ?? 0, minute: counts }
      }
      if (
        failed !== undefined &&
        failed.failures >= PROBES.failures &&
        failed.last.endedAt - failed.since >= PROBES.lasting
      ) {
        const { code } = failed.last
        const facts = { kind: kindOfCode(code), status: undefined, cause: code, since: failed.since }
        return {
          by: 'probe',
          ...facts,
          row: row?.clearedAt === undefined ? (row?.count ?? 0) : 0,
          minute: counts,
        }
      }
      return undefined
    },
    clearedAt: () => clearedAt,
    probes: () => ({ failures: probe?.failures ?? 0, since: probe?.since ?? Infinity, last: probe?.last }),
    isSuspect() {
      if ((probe?.failures ?? 0) > 0) return true
      if (row === undefined || isUnbroken() || FAMILIES[row.latest.kind] !== 'network') return false
      // A probe that succeeded without clearing the row would not clear it the next time either.
      return (probe?.last.startedAt ?? -Infinity) < row.latest.endedAt
    },
    provenAt: () => provenAt,
    usedAt: () => usedAt,
  }
}
