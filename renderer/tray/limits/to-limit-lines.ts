import type { RateLimitsResponse } from '../../../shared/rate-limit.ts'
import { type Limit, type RateLimitSnapshot, toLimits } from '../../status/to-limits.ts'

/** One limit window of the account. */
export interface LimitLine extends Pick<Limit, 'name' | 'resetsAt' | 'tone'> {
  /** 0–1, above 1 in overage. Undefined while unknown; never 0 in that case. */
  used: number | undefined
}

export interface LimitLines {
  /** Always both windows, in this order: 5 h, then 7 d. */
  lines: LimitLine[]
  /** Time of the response that named them, in ms since the epoch. Undefined while both are unknown. */
  at: number | undefined
}

const NAMES = ['5 h', '7 d'] as const

/** Limits of the account with the newest response. `now` in ms since the epoch. */
export function toLimitLines(response: RateLimitsResponse | undefined, now: number): LimitLines {
  const newest = (response?.rateLimits ?? [])
    .filter((snapshot) => openLimits(snapshot, now).length > 0)
    .toSorted((a, b) => Date.parse(b.capturedAt) - Date.parse(a.capturedAt))[0]
  const limits = newest ? openLimits(newest, now) : []
  return {
    lines: NAMES.map((name) => limits.find((limit) => limit.name === name) ?? unknown(name)),
    at: newest && Date.parse(newest.capturedAt),
  }
}

/** The usage of a window that has ended does not apply to the current one. */
function openLimits(snapshot: RateLimitSnapshot, now: number): LimitLine[] {
  return toLimits(snapshot, now)
    .filter(({ isOver }) => !isOver)
    .map(({ name, used, resetsAt, tone }) => ({ name, used, resetsAt, tone }))
}

function unknown(name: Limit['name']): LimitLine {
  return { name, used: undefined, resetsAt: undefined, tone: 'plain' }
}
