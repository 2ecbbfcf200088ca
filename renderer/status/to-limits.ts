import type { RateLimitsResponse } from '../../shared/rate-limit.ts'

export type RateLimitSnapshot = RateLimitsResponse['rateLimits'][number]

/** One limit window of an account, from the newest response. */
export interface Limit {
  name: '5 h' | '7 d'
  /** 0–1; above 1 in overage. */
  used: number
  /** In ms since the epoch. Undefined if the response did not include it. */
  resetsAt: number | undefined
  /** Projected time of exhaustion at the current rate, only if before the reset. In ms since the epoch. */
  runsOutAt: number | undefined
  tone: 'plain' | 'warning' | 'error'
  /** The window has ended since, so its usage is outdated. */
  isOver: boolean
}

const HOUR = 3_600_000
const LENGTHS = { '5 h': 5 * HOUR, '7 d': 7 * 24 * HOUR } as const
/** Usage at which a warning is shown. */
const WARNS_AT = 0.8
/** Minimum elapsed share of a window for a meaningful rate. */
const LEAST_ELAPSED = 0.05
const LEAST_USED = 0.02

/**
 * The limit windows in a response, 5 h before 7 d. Both windows of the program judge a limit by this alone. `now` in ms
 * since the epoch.
 */
export function toLimits({ rateLimit }: Pick<RateLimitSnapshot, 'rateLimit'>, now: number): Limit[] {
  const { unifiedUtilization5h, unifiedReset5h, unifiedUtilization7d, unifiedReset7d } = rateLimit
  return [
    ...toLimit('5 h', { used: unifiedUtilization5h, reset: unifiedReset5h, now }),
    ...toLimit('7 d', { used: unifiedUtilization7d, reset: unifiedReset7d, now }),
  ]
}

interface Told {
  used: number | undefined
  /** Unix seconds, as sent. */
  reset: string | undefined
  now: number
}

function toLimit(name: Limit['name'], { used, reset, now }: Told): Limit[] {
  if (used === undefined) return []
  const seconds = reset === undefined || reset === '' ? Number.NaN : Number(reset)
  const resetsAt = Number.isFinite(seconds) ? seconds * 1_000 : undefined
  const isOver = resetsAt !== undefined && resetsAt <= now
  const runsOutAt =
    resetsAt === undefined || isOver ? undefined : paceOf({ used, resetsAt, now, length: LENGTHS[name] })
  return [{ name, used, resetsAt, runsOutAt, tone: toneOf(used, runsOutAt), isOver }]
}

function toneOf(used: number, runsOutAt: number | undefined): Limit['tone'] {
  if (used >= 1) return 'error'
  return used >= WARNS_AT || runsOutAt !== undefined ? 'warning' : 'plain'
}

/** Projects when the limit is exhausted at the average rate since the window began. */
function paceOf({
  used,
  resetsAt,
  now,
  length,
}: {
  used: number
  resetsAt: number
  now: number
  length: number
}) {
  const began = resetsAt - length
  const elapsed = now - began
  if (used >= 1 || used < LEAST_USED || elapsed < length * LEAST_ELAPSED) return undefined
  const runsOutAt = began + elapsed / used
  return runsOutAt < resetsAt ? runsOutAt : undefined
}
