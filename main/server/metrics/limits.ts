import { lengthOf } from '../../../shared/judge-limits.ts'
import { parseLimits } from '../../base/anthropic/parse-limits.ts'
import type { RawHeaders } from '../../proxy/headers.ts'

/** Responses that may wait to be read. */
const MAX_WAITING = 16
/** Only an upstream that invents names has more; the oldest are dropped. */
const MAX_LIMITS = 64
const DAY_MS = 86_400_000

/** Used fraction of one limit; the organization is absent if the responses name none. */
export interface LimitGauge {
  organization: string | undefined
  window: string
  used: number
}

/** Used share of the accounts' limits, by window. */
export interface Limits {
  note: (headers: RawHeaders) => void
  /** According to the newest response that reports it; without windows that have reset since. */
  current: () => LimitGauge[]
}

/**
 * Headers are read when the limits are, not with each response.
 *
 * @param now in ms since 1970
 */
export function createLimits(now: () => number): Limits {
  /** By organization and window, the one reported longest ago first. */
  const known = new Map<string, LimitGauge & { until: number }>()
  /** Oldest first. */
  let waiting: { headers: RawHeaders; at: number }[] = []

  function readWaiting(): void {
    const read = waiting
    waiting = []
    const seen = new Set<string>()
    // Newest first: a response with the same headers as a newer one says nothing more, and most do.
    const newest = read.toReversed().filter(({ headers }) => isNew(namesOf(headers), seen))
    for (const { headers, at } of newest.toReversed()) {
      const { organization, limits } = pick(headers)
      for (const { pool, name, used, resetsAt } of parseLimits(limits, at)) {
        if (used === undefined) continue
        const window = pool === 'subscription' || pool === 'overage' ? name : `${pool}-${name}`
        const key = `${organization ?? ''} ${window}`
        known.delete(key)
        const until = resetsAt === undefined ? at + (lengthOf(pool, name) ?? DAY_MS) : Date.parse(resetsAt)
        known.set(key, { organization, window, used, until })
      }
    }
    for (const key of [...known.keys()].slice(0, -MAX_LIMITS)) known.delete(key)
  }

  return {
    note(headers) {
      waiting.push({ headers, at: now() })
      if (waiting.length >= MAX_WAITING) readWaiting()
    },
    current() {
      readWaiting()
      return [...known.values()].filter(({ until }) => until > now())
    },
  }
}

function isNew(name: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false
  seen.add(name)
  return true
}

/** Organization, and names and readability of the headers: responses with the same ones report the same limits. */
function namesOf(headers: RawHeaders): string {
  let names = ''
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? ''
    if (name.length < 10 || (name.charCodeAt(0) | 0x20) !== 0x61) continue
    const value = headers[i + 1] ?? ''
    const isOrganization = name.length === 25 && name.toLowerCase() === 'anthropic-organization-id'
    // A usage that is no number reports nothing, and must not hide an earlier one.
    names += `${name} ${isOrganization ? value : /^\d/.test(value)} `
  }
  return names
}

/** Valid organization ids. Other text of an upstream doesn't become a label. */
const ORGANIZATION = /^[\w-]{1,64}$/

function pick(headers: RawHeaders): { organization: string | undefined; limits: Record<string, string> } {
  const limits: Record<string, string> = {}
  let organization: string | undefined
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? ''
    if (name.length < 10 || (name.charCodeAt(0) | 0x20) !== 0x61) continue
    const lower = name.toLowerCase()
    if (!lower.startsWith('anthropic-')) continue
    const value = headers[i + 1] ?? ''
    if (lower === 'anthropic-organization-id') organization = ORGANIZATION.test(value) ? value : undefined
    else limits[lower] = value
  }
  return { organization, limits }
}
