import type { RateLimitInfo } from '../../shared/rate-limit.ts'
import { parseLimits } from '../base/anthropic/parse-limits.ts'

/** All rate limit headers of upstreams, known or not, and `retry-after`. */
const LIMIT = /^(?:anthropic-(?:ratelimit|fast|priority)-|x-ratelimit-|retry-after$)/i

const TEXTS = {
  'anthropic-ratelimit-requests-reset': 'requestsReset',
  'anthropic-ratelimit-tokens-reset': 'tokensReset',
  'anthropic-ratelimit-unified-status': 'unifiedStatus',
  'anthropic-ratelimit-unified-5h-reset': 'unifiedReset5h',
  'anthropic-ratelimit-unified-7d-reset': 'unifiedReset7d',
} as const

const NUMBERS = {
  'anthropic-ratelimit-requests-limit': 'requestsLimit',
  'anthropic-ratelimit-requests-remaining': 'requestsRemaining',
  'anthropic-ratelimit-tokens-limit': 'tokensLimit',
  'anthropic-ratelimit-tokens-remaining': 'tokensRemaining',
  'anthropic-ratelimit-unified-5h-utilization': 'unifiedUtilization5h',
  'anthropic-ratelimit-unified-7d-utilization': 'unifiedUtilization7d',
} as const

const FRACTIONS = new Set<string>(['unifiedUtilization5h', 'unifiedUtilization7d'])

/** Name of the stored headers that name no limit, such as `retry-after`. */
export const OTHER_HEADERS = 'other'

/** The rate limit headers of a response by lower-case name; undefined when there are none. */
export function pickRateLimits(raw: readonly string[]): Record<string, string> | undefined {
  const picked: Record<string, string> = {}
  let hasAny = false
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (!LIMIT.test(name)) continue
    picked[name.toLowerCase()] = raw[i + 1] ?? ''
    hasAny = true
  }
  return hasAny ? picked : undefined
}

/**
 * The limits of one response.
 *
 * @param raw flat `[name, value, …]`
 * @param options.at time of the response, in ms since 1970
 */
export function rateLimitOf(
  raw: readonly string[],
  { organizationId, at }: { organizationId: string | undefined; at: number },
): RateLimitInfo | undefined {
  const picked = pickRateLimits(raw)
  if (picked === undefined) return undefined
  const windows = parseLimits(picked, at)
  return { ...toRateLimit(picked, organizationId), ...(windows.length > 0 && { windows }) }
}

/** A field is omitted when its header is missing or invalid. */
export function toRateLimit(
  headers: Readonly<Record<string, string>>,
  organizationId: string | undefined,
): RateLimitInfo {
  const info: RateLimitInfo = { raw: { ...headers } }
  if (organizationId !== undefined) info.organizationId = organizationId
  for (const [header, field] of Object.entries(TEXTS)) {
    const value = headers[header]
    if (value !== undefined && value !== '') info[field] = value
  }
  for (const [header, field] of Object.entries(NUMBERS)) {
    const text = headers[header]?.trim() ?? ''
    const value = Number(text)
    const fits = FRACTIONS.has(field) ? Number.isFinite(value) : Number.isSafeInteger(value)
    if (text !== '' && fits) info[field] = value
  }
  return info
}
