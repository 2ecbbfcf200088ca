import type { RateLimitsResponse } from '../../../shared/rate-limit.ts'

/** One limit window of the account. */
export interface LimitLine {
  name: '5 h' | '7 d'
  /** 0–1, above 1 in overage. Undefined while unknown; never 0 in that case. */
  used: number | undefined
  /** In ms since the epoch. Undefined if the response did not include it. */
  resetsAt: number | undefined
  tone: 'plain' | 'warning' | 'error'
}

export interface Limits {
  /** Always both windows, in this order: 5 h, then 7 d. */
  lines: LimitLine[]
  /** Time of the response that named them, in ms since the epoch. Undefined while both are unknown. */
  at: number | undefined
}

type Snapshot = RateLimitsResponse['rateLimits'][number]

const WARNS_AT = 0.8

/** Limits of the account with the newest response. `now` in ms since the epoch. */
export function toLimits(response: RateLimitsResponse | undefined, now: number): Limits {
  const newest = (response?.rateLimits ?? [])
    .filter((snapshot) => toLines(snapshot, now).some(({ used }) => used !== undefined))
    .toSorted((a, b) => Date.parse(b.capturedAt) - Date.parse(a.capturedAt))[0]
  return {
    lines: toLines(newest, now),
    at: newest && Date.parse(newest.capturedAt),
  }
}

function toLines(snapshot: Snapshot | undefined, now: number): LimitLine[] {
  const told = snapshot?.rateLimit
  return [
    toLine('5 h', { used: told?.unifiedUtilization5h, reset: told?.unifiedReset5h, now }),
    toLine('7 d', { used: told?.unifiedUtilization7d, reset: told?.unifiedReset7d, now }),
  ]
}

interface Told {
  used: number | undefined
  /** Unix seconds, as sent. */
  reset: string | undefined
  now: number
}

/** The usage of a window that has ended does not apply to the current one. */
function toLine(name: LimitLine['name'], { used, reset, now }: Told): LimitLine {
  const resetsAt = reset === undefined || reset === '' ? Number.NaN : Number(reset) * 1_000
  if (used === undefined || resetsAt <= now)
    return { name, used: undefined, resetsAt: undefined, tone: 'plain' }
  const tone = used >= 1 ? 'error' : used >= WARNS_AT ? 'warning' : 'plain'
  return { name, used, resetsAt: Number.isFinite(resetsAt) ? resetsAt : undefined, tone }
}
