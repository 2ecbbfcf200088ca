import { lengthOf } from '../../../shared/judge-limits.ts'
import { parseLimits } from '../../base/anthropic/parse-limits.ts'
import type { RawHeaders } from '../../proxy/headers.ts'
import { createNewestReports, mayReport } from '../requests/newest-reports.ts'

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
  const reports = createNewestReports()

  function readWaiting(): void {
    for (const { headers, at } of reports.take()) {
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
      if (!reports.add(headers, now())) readWaiting()
    },
    current() {
      readWaiting()
      return [...known.values()].filter(({ until }) => until > now())
    },
  }
}

/** Valid organization ids. Other text of an upstream doesn't become a label. */
const ORGANIZATION = /^[\w-]{1,64}$/

function pick(headers: RawHeaders): { organization: string | undefined; limits: Record<string, string> } {
  const limits: Record<string, string> = {}
  let organization: string | undefined
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? ''
    if (!mayReport(name)) continue
    const lower = name.toLowerCase()
    if (!lower.startsWith('anthropic-')) continue
    const value = headers[i + 1] ?? ''
    if (lower === 'anthropic-organization-id') organization = ORGANIZATION.test(value) ? value : undefined
    else limits[lower] = value
  }
  return { organization, limits }
}
