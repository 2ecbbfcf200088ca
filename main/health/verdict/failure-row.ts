import type { MinuteCounts } from './minute.ts'
import { FAMILIES, type Failure, type FailureKind, isProbeable } from './outcome.ts'

/** Failures of one family in a row that make an alarm; up to `most` where an upstream fails in part anyway. */
const IN_A_ROW = { least: 2, most: 5 }
/** Failures in a row of whatever kinds that make one. */
const MIXED_IN_A_ROW = 3
/** The share of the last minute that makes one: at least 2 and 20 % of at least 5. It ends below 10 %. */
export const SHARE = { requests: 5, faults: 2, enters: 0.2, leaves: 0.1 }
/** Successes in a row that end it, too; more where chance would bring them. */
const SUCCESSES = 10
/** Events that chance brings less often than once in this many minutes count as not random. */
const CHANCE_MINUTES = 20
/** A failure so soon after a successful probe contradicts it. In ms. */
export const CONTRADICTION = 60_000
/** Outages that are over with their first success: one a minute, or a long one a quarter of a minute after the last. In ms. */
const OUTAGE = { apart: 60_000, longApart: 15_000, long: 4 }
/** Errors in a row from which on they are told in place of the share that was told before. */
const TAKES_OVER = 10

/** Failures in a row. */
export interface Row {
  latest: Failure & { kind: FailureKind }
  count: number
  /** Of the latest family. */
  alike: number
  since: number
  isAlarm: boolean
  /** Successes meanwhile, of requests that began before the latest failure. */
  between: number
  /** A probe failed meanwhile: so a probe that succeeds is a recovery. */
  isConfirmed: boolean
  /** A failure followed a successful probe: probes do not see what is wrong. */
  isContradicted: boolean
  clearedAt: number | undefined
}

/**
 * The row with one more failure.
 *
 * @param needed failures of one family in a row that make an alarm, see `rowNeeded`
 */
export function extend(row: Row | undefined, latest: Row['latest'], needed: number): Row {
  const isFresh =
    row === undefined || (row.clearedAt !== undefined && latest.endedAt - row.clearedAt > CONTRADICTION)
  if (isFresh) {
    return {
      latest,
      count: 1,
      alike: 1,
      since: latest.endedAt,
      isAlarm: false,
      between: 0,
      isConfirmed: false,
      isContradicted: false,
      clearedAt: undefined,
    }
  }
  const count = row.count + 1
  const alike = FAMILIES[latest.kind] === FAMILIES[row.latest.kind] ? row.alike + 1 : 1
  const wasCleared = row.clearedAt !== undefined
  const isEnough = alike >= needed || count >= Math.max(needed, MIXED_IN_A_ROW)
  return {
    latest: latest.startedAt < row.latest.startedAt ? { ...latest, startedAt: row.latest.startedAt } : latest,
    count,
    alike,
    since: wasCleared ? latest.endedAt : row.since,
    isAlarm: row.isAlarm || (isEnough && count > row.between),
    between: row.between,
    isConfirmed: row.isConfirmed && !wasCleared,
    isContradicted: row.isContradicted || wasCleared,
    clearedAt: undefined,
  }
}

/** True if a successful connection proves that these failures are over. */
export function isClearable(row: Row): boolean {
  if (!isNetworkAlone(row)) return false
  return row.isConfirmed || (isProbeable(row.latest.kind, row.latest.cause) && !row.isContradicted)
}

/** False where another failure is among them, which no connection clears. */
export function isNetworkAlone({ latest, alike, count }: Row): boolean {
  return FAMILIES[latest.kind] === 'network' && alike === count
}

/**
 * True if failures in a row were an outage, so that one success ends the alarm. Where they recur between successes,
 * the upstream fails in part: then the share of the last minute decides, and the state doesn't flicker.
 */
export function isOutage({ latest, count, isConfirmed }: Row, sinceLast: number, minute: Counts): boolean {
  const family = FAMILIES[latest.kind]
  if (isConfirmed || family === 'rejected' || family === 'limited' || family === 'foreign') return true
  // Of requests that overlap, some fail in a row by chance.
  const others = without(minute, count)
  if (others.faults > 1 && others.faults >= others.total * SHARE.leaves) return false
  return sinceLast >= OUTAGE.apart || (count >= OUTAGE.long && sinceLast >= OUTAGE.longApart)
}

type Counts = Pick<MinuteCounts, 'total' | 'faults'>

/** The requests of the last minute that are none of these failures. */
export function without({ total, faults }: Counts, failures: number): Counts {
  return { total: Math.max(0, total - failures), faults: Math.max(0, faults - failures) }
}

/** Of an upstream that fails in part, some requests fail in a row by chance: only more of them are news. */
export function rowNeeded({ total, faults }: Counts): number {
  const share = faults / Math.max(1, total)
  let needed = IN_A_ROW.least
  while (needed < IN_A_ROW.most && total * share ** needed * CHANCE_MINUTES > 1) needed++
  return needed
}

/** True if so many successes in a row are unlikely for an upstream that still fails in part. */
export function isOverBySuccesses({ total, faults }: Counts, successes: number): boolean {
  if (successes < SUCCESSES) return false
  const share = Math.min(1, faults / Math.max(1, total - successes))
  // Each failure begins a run of successes; `(1 - share) ** n` of them are n long.
  return faults * (1 - share) ** successes * CHANCE_MINUTES <= 1
}

/** An upstream that fails in part fails some requests in a row, too: that is no other sentence each time. */
export function isPartOfShare({ latest, count, since }: Row, shareSince: number | undefined): boolean {
  const isError = FAMILIES[latest.kind] === 'service'
  return isError && shareSince !== undefined && shareSince < since && count < TAKES_OVER
}
