import type { LimitPool, ReportedLimit } from '../../../shared/rate-limit.ts'

/*
 * Which limits the headers of a response name. Windows are found by pattern, because Anthropic adds some without notice
 * (`7d_oi`), and names them only in responses to which they apply. Nothing here trusts an upstream: names, numbers,
 * dates and the number of windows are bounded.
 */

/** Windows of one response; Anthropic sends at most about eight. */
const MAX_WINDOWS = 32
/** In characters. The longest known name is `overage-period-monthly`. */
const MAX_NAME = 40
const MAX_TEXT = 100

/** Used fraction. Subscriptions in overage report little above 1; more is not a fraction. */
const MAX_USED = 10
/** Times further away than this, in ms, are invalid. The longest known window is a month. */
const MAX_AWAY_MS = 400 * 86_400_000

const PREFIXES = [
  ['anthropic-ratelimit-unified-', 'subscription'],
  ['anthropic-ratelimit-', 'standard'],
  ['anthropic-fast-', 'fast'],
  ['anthropic-priority-', 'priority'],
] as const

const PARTS = ['utilization', 'status', 'reset', 'limit', 'remaining', 'in-use', 'disabled-reason'] as const
type Part = (typeof PARTS)[number]

type Parts = Partial<Record<Part, string>>

/** Name of the subscription as a whole, the subject of `anthropic-ratelimit-unified-status`. */
const WHOLE = 'unified'

/** The limit that a header is about, and what it says about it. */
interface HeaderSubject {
  pool: LimitPool
  name: string
  part: Part
}

/**
 * `anthropic-ratelimit-unified-7d_oi-reset` → subscription, `7d_oi`, reset. Undefined for headers about no limit.
 *
 * @param header in lower case
 */
function subjectOf(header: string): HeaderSubject | undefined {
  if (!header.startsWith('anthropic-')) return undefined
  const found = PREFIXES.find(([prefix]) => header.startsWith(prefix))
  if (found === undefined) return undefined
  const [prefix, pool] = found
  const rest = header.slice(prefix.length)
  const part = PARTS.find((one) => rest === one || rest.endsWith(`-${one}`))
  if (part === undefined) return undefined
  const name = rest.slice(0, -part.length - 1)
  if (name === '') return pool === 'subscription' ? { pool, name: WHOLE, part } : undefined
  if (name.length > MAX_NAME || !/^[a-z0-9][a-z0-9_.-]*$/.test(name)) return undefined
  return { pool: pool === 'subscription' && name.startsWith('overage') ? 'overage' : pool, name, part }
}

/** One limit's headers, by lower-case name. */
export interface LimitGroup {
  /** Identifies the limit within an account: `subscription/7d_oi`. */
  key: string
  headers: Record<string, string>
}

/**
 * The headers of each limit that a response names. A limit counts as named only by its usage, or by a refusal: a header
 * that merely mentions it must not replace an earlier value.
 *
 * @param headers by lower-case name
 */
export function groupLimitHeaders(headers: Readonly<Record<string, string>>): LimitGroup[] {
  const groups = new Map<string, LimitGroup & { isNamed: boolean }>()
  for (const [header, value] of Object.entries(headers)) {
    const subject = subjectOf(header)
    if (subject === undefined) continue
    const key = `${subject.pool}/${subject.name}`
    const group = groups.get(key) ?? { key, headers: {}, isNamed: false }
    if (!groups.has(key) && groups.size >= MAX_WINDOWS) continue
    group.headers[header] = value.slice(0, MAX_TEXT)
    group.isNamed ||= isNaming(subject, value)
    groups.set(key, group)
  }
  return [...groups.values()]
    .filter(({ isNamed }) => isNamed)
    .map(({ key, headers: own }) => ({ key, headers: own }))
}

function isNaming({ pool, name, part }: HeaderSubject, value: string): boolean {
  if (part === 'utilization') return usedOf(value) !== undefined
  if (part === 'remaining') return countOf(value) !== undefined
  if (part !== 'status') return false
  return name === WHOLE || pool === 'overage' || value === 'rejected'
}

/**
 * The limits that a response names, in the order of its headers.
 *
 * @param headers by lower-case name
 * @param at time of the response, in ms since 1970
 */
export function parseLimits(headers: Readonly<Record<string, string>>, at: number): ReportedLimit[] {
  return groupLimitHeaders(headers).flatMap((group) => toLimit(group.headers, at) ?? [])
}

function toLimit(headers: Readonly<Record<string, string>>, at: number): ReportedLimit | undefined {
  const parts: Parts = {}
  let subject: HeaderSubject | undefined
  for (const [header, value] of Object.entries(headers)) {
    subject = subjectOf(header)
    if (subject !== undefined) parts[subject.part] = value
  }
  if (subject === undefined) return undefined
  const { pool, name } = subject
  const limit = countOf(parts.limit)
  const remaining = countOf(parts.remaining)
  const used = usedOf(parts.utilization) ?? usedFrom(limit, remaining)
  const resetsAt = timeOf(parts.reset, at)
  return {
    pool,
    name,
    ...(used !== undefined && { used }),
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(parts.status !== undefined && { status: parts.status }),
    ...(resetsAt !== undefined && { resetsAt }),
    ...(parts['in-use'] !== undefined && { inUse: parts['in-use'] === 'true' }),
    ...(parts['disabled-reason'] !== undefined && { disabledReason: parts['disabled-reason'] }),
  }
}

/** `0.31` → 0.31. Undefined for everything that is not a fraction from 0 on; `-0.0` is sent for 0. */
function usedOf(text: string | undefined): number | undefined {
  const value = numberOf(text)
  if (value === undefined || value < 0 || value > MAX_USED) return undefined
  return Math.abs(value)
}

function countOf(text: string | undefined): number | undefined {
  const value = numberOf(text)
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? Math.abs(value) : undefined
}

function usedFrom(limit: number | undefined, remaining: number | undefined): number | undefined {
  if (limit === undefined || remaining === undefined || limit === 0) return undefined
  return Math.max(0, (limit - remaining) / limit)
}

/** Decimal notation only: `Number` also reads `0x10`, `1e3` and an empty text. */
function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*-?\d{1,16}(?:\.\d{1,20})?\s*$/.test(text) ? Number(text) : undefined
}

/** Unix seconds, or RFC 3339 with seconds, as ISO 8601. */
function timeOf(text: string | undefined, at: number): string | undefined {
  if (text === undefined) return undefined
  const seconds = numberOf(text)
  const ms = seconds === undefined ? rfc3339(text) : seconds * 1_000
  return Math.abs(ms - at) <= MAX_AWAY_MS ? new Date(ms).toISOString() : undefined
}

function rfc3339(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN
}
