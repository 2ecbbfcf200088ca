import type { MinuteCounts } from './minute.ts'
import { FAMILIES, type Failure, type FailureKind, isProbeable } from './outcome.ts'

/** Failures of one family in a row that raise an alarm; up to `most` for an upstream that fails partially. */
const IN_A_ROW = { least: 2, most: 5 }
/** Failures of any kinds in a row that raise an alarm. */
const MIXED_IN_A_ROW = 3
/** Share of faults in the last minute that raises an alarm: at least 2 and 20 % of at least 5. It ends below 10 %. */
export const SHARE = { requests: 5, faults: 2, enters: 0.2, leaves: 0.1 }
/** Successes in a row that also end this alarm; more are needed if chance would produce them. */
const SUCCESSES = 10
/** Events expected by chance less than once in this many minutes count as significant. */
const CHANCE_MINUTES = 20
/** Time within which a failure after a successful probe contradicts it, in ms. */
export const CONTRADICTION = 60_000
/** Minimum gap in ms between outages that end with their first success; shorter for long outages. */
const OUTAGE = { apart: 60_000, longApart: 15_000, long: 4 }
/** Number of errors in a row from which they are reported instead of the share reported before. */
const TAKES_OVER = 10

/** Failures in a row. */
export interface Row {
  latest: Failure & { kind: FailureKind }
  count: number
  /** Failures in a row of the latest family. */
  alike: number
  since: number
  isAlarm: boolean
  /** Successes meanwhile, of requests that began before the latest failure. */
  between: number
  /** A probe failed meanwhile, so a successful probe means recovery. */
  isConfirmed: boolean
  /** A failure followed a successful probe, so probes can't detect the problem. */
  isContradicted: boolean
  clearedAt: number | undefined
}

/**
 * Returns the row with one more failure.
 *
 * @param needed failures of one family in a row that raise an alarm, see `rowNeeded`
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

/** True if a successful connection proves that the cause of these failures is gone. */
export function isClearable(row: Row): boolean {
  if (!isNetworkAlone(row)) return false
  return row.isConfirmed || (isProbeable(row.latest.kind, row.latest.cause) && !row.isContradicted)
}

/** False if the row contains other failures, which a connection doesn't clear. */
export function isNetworkAlone({ latest, alike, count }: Row): boolean {
  return FAMILIES[latest.kind] === 'network' && alike === count
}

/**
 * True if failures in a row were an outage, so that one success ends the alarm. If they recur between successes, the
 * upstream fails partially: then the share of the last minute decides, which keeps the state from flickering.
 */
export function isOutage({ latest, count, isConfirmed }: Row, sinceLast: number, minute: Counts): boolean {
  const family = FAMILIES[latest.kind]
  if (isConfirmed || family === 'rejected' || family === 'limited' || family === 'foreign') return true
  // Some of many overlapping requests fail in a row by chance.
  const others = without(minute, count)
  if (others.faults > 1 && others.faults >= others.total * SHARE.leaves) return false
  return sinceLast >= OUTAGE.apart || (count >= OUTAGE.long && sinceLast >= OUTAGE.longApart)
}

type Counts = Pick<MinuteCounts, 'total' | 'faults'>

/** The counts of the last minute without these failures. */
export function without({ total, faults }: Counts, failures: number): Counts {
  return { total: Math.max(0, total - failures), faults: Math.max(0, faults - failures) }
}

/** If an upstream fails partially, some requests fail in a row by chance, so that only longer rows raise an alarm. */
export function rowNeeded({ total, faults }: Counts): number {
  const share = faults / Math.max(1, total)
  let needed = IN_A_ROW.least
  while (needed < IN_A_ROW.most && total * share ** needed * CHANCE_MINUTES > 1) needed++
  return needed
}

/** True if so many successes in a row are unlikely for an upstream that still fails partially. */
export function isOverBySuccesses({ total, faults }: Counts, successes: number): boolean {
  if (successes < SUCCESSES) return false
  const share = Math.min(1, faults / Math.max(1, total - successes))
  // Each failure begins a run of successes; `(1 - share) ** n` of them are n long.
  return faults * (1 - share) ** successes * CHANCE_MINUTES <= 1
}

/**
 * An upstream that fails partially also has failures in a row, which must not change the reported sentence each time.
 */
export function isPartOfShare({ latest, count, since }: Row, shareSince: number | undefined): boolean {
  const isError = FAMILIES[latest.kind] === 'service'
  return isError && shareSince !== undefined && shareSince < since && count < TAKES_OVER
}
