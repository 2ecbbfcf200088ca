import type { LimitPool, LimitWindow, RateLimitSnapshot } from './rate-limit.ts'

/** Projection of a limit's usage so far to the rest of its window. */
export type Pace =
  /** Used up at `at` (ms since the epoch), before the reset, if usage goes on at its average rate. */
  | { kind: 'runs_out'; at: number }
  /** Lasts until the reset. */
  | { kind: 'lasts' }
  /** The window has just begun: no meaningful rate yet. */
  | { kind: 'too_early' }
  /** The last response is too long ago to say how fast the limit is used. */
  | { kind: 'stale' }
  /** The window's length or reset isn't known, or it is used up. */
  | { kind: 'unknown' }

/** One limit of an account, judged. Every part of the program shows a limit by this alone. */
export interface Limit {
  /** Unique within the account: `subscription/7d_oi`. */
  key: string
  pool: LimitPool
  /** As in the header: `7d_oi`. */
  name: string
  /** 0–1; above 1 in overage. Undefined if the response names none. Outdated if `isOver`. */
  used: number | undefined
  /** In ms since the epoch. Undefined if the response did not include it. */
  resetsAt: number | undefined
  /** Time of the response that named it, in ms since the epoch. */
  at: number
  pace: Pace
  tone: 'plain' | 'warning' | 'error'
  /** The window has ended since, so its usage is outdated. */
  isOver: boolean
  /** Used up, or refused by the upstream. */
  isReached: boolean
  /** The upstream refuses requests because of it, or doesn't allow this overage. */
  isRefused: boolean
  /** True while requests are paid from this overage. */
  inUse: boolean
  disabledReason: string | undefined
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** Usage at which a warning is shown. */
const WARNS_AT = 0.8
/** Minimum elapsed share of a window for a meaningful rate. */
const LEAST_ELAPSED = 0.05
const LEAST_USED = 0.02
/** Share of a window after which its last known usage says nothing about the current rate. */
const MAX_AGE = 0.1

/**
 * The limits of an account, those that need attention first: reached ones, then the one that runs out first, then those
 * nearly used; after them 5 h before 7 d. `now` in ms since the epoch.
 */
export function judgeLimits({ windows }: Pick<RateLimitSnapshot, 'windows'>, now: number): Limit[] {
  const limits = windows.map((window) => judge(window, now))
  const isRefusedElsewhere = limits.some(
    ({ key, isOver, isReached }) => key !== WHOLE && isReached && !isOver,
  )
  return limits
    .filter((limit) => isWorthShowing(limit, isRefusedElsewhere))
    .toSorted((a, b) => urgencyOf(a) - urgencyOf(b) || firstOf(a) - firstOf(b) || compareNames(a, b))
}

/** The status of the subscription as a whole. */
const WHOLE = 'subscription/unified'

/** Of the subscription as a whole, only a refusal that no window explains. A pool with a limit of 0 isn't available. */
function isWorthShowing({ key, used, isOver, isReached, pool }: Limit, isRefusedElsewhere: boolean): boolean {
  if (key === WHOLE) return isReached && !isOver && !isRefusedElsewhere
  return used !== undefined || pool === 'overage' || isReached
}

function judge(window: LimitWindow, now: number): Limit {
  const { pool, name, used, status, inUse = false, disabledReason } = window
  const at = Date.parse(window.capturedAt)
  const length = lengthOf(pool, name)
  const resetsAt = window.resetsAt === undefined ? undefined : Date.parse(window.resetsAt)
  const isOver = now >= (resetsAt ?? at + (length ?? DAY))
  // An overage is refused to accounts without one, too: nothing was used up.
  const isRefused = status === 'rejected'
  const isReached = (used !== undefined && used >= 1) || (isRefused && pool !== 'overage')
  const pace = isOver || isReached ? UNKNOWN : paceOf({ used, resetsAt, at, length, now })
  const tone = isOver ? 'plain' : toneOf(used, { isReached, pace })
  return {
    key: `${pool}/${name}`,
    pool,
    name,
    used,
    resetsAt,
    at,
    pace,
    tone,
    isOver,
    isReached,
    isRefused,
    inUse,
    disabledReason,
  }
}

/**
 * Length of a limit's window, in ms: `7d_oi` → 7 days. Those with a limit in numbers refill within a minute. Undefined
 * if the name doesn't say.
 */
export function lengthOf(pool: LimitPool, name: string): number | undefined {
  if (pool !== 'subscription' && pool !== 'overage') return MINUTE
  const [, count, unit] = /^(\d{1,3})([mhdw])(?![a-z0-9])/.exec(name) ?? []
  return count === undefined || unit === undefined ? undefined : Number(count) * (UNITS[unit] ?? Number.NaN)
}

function toneOf(
  used: number | undefined,
  { isReached, pace }: { isReached: boolean; pace: Pace },
): Limit['tone'] {
  if (isReached) return 'error'
  return (used !== undefined && used >= WARNS_AT) || pace.kind === 'runs_out' ? 'warning' : 'plain'
}

const UNKNOWN: Pace = { kind: 'unknown' }

interface PaceFacts {
  used: number | undefined
  resetsAt: number | undefined
  at: number
  length: number | undefined
  now: number
}

/** Judged by the average rate since the window began, at the time of the response: time without one proves nothing. */
function paceOf({ used, resetsAt, at, length, now }: PaceFacts): Pace {
  if (used === undefined || resetsAt === undefined || length === undefined || length < HOUR) return UNKNOWN
  if (now - at > length * MAX_AGE) return { kind: 'stale' }
  const began = resetsAt - length
  const elapsed = at - began
  // Ends later than its length allows: the window isn't as long as its name says.
  if (elapsed < 0) return UNKNOWN
  if (elapsed < length * LEAST_ELAPSED) return { kind: 'too_early' }
  const runsOutAt = began + elapsed / used
  if (used < LEAST_USED || runsOutAt >= resetsAt) return { kind: 'lasts' }
  return { kind: 'runs_out', at: Math.max(runsOutAt, now) }
}

const REACHED = 0
const RUNS_OUT = 1
const NEARLY_USED = 2
const CALM = 3
const OVER = 4

function urgencyOf({ isOver, isReached, pace, tone }: Limit): number {
  if (isOver) return OVER
  if (isReached) return REACHED
  if (pace.kind === 'runs_out') return RUNS_OUT
  return tone === 'warning' ? NEARLY_USED : CALM
}

/** Among equally urgent ones: the first to run out; of reached ones, the last to reset, because it blocks longest. */
function firstOf({ isOver, isReached, pace, resetsAt, used = 0, tone }: Limit): number {
  if (isOver) return 0
  if (isReached) return -(resetsAt ?? 0)
  if (pace.kind === 'runs_out') return pace.at
  return tone === 'warning' ? -used : 0
}

const POOL_ORDER: Readonly<Record<LimitPool, number>> = {
  subscription: 0,
  overage: 1,
  standard: 2,
  fast: 3,
  priority: 4,
}

function compareNames(a: Limit, b: Limit): number {
  const byPool = POOL_ORDER[a.pool] - POOL_ORDER[b.pool]
  const byLength = (lengthOf(a.pool, a.name) ?? Infinity) - (lengthOf(b.pool, b.name) ?? Infinity)
  return byPool || (Number.isNaN(byLength) ? 0 : byLength) || (a.name < b.name ? -1 : 1)
}
