import { type Static, Type } from 'typebox'

/**
 * The limits that an Anthropic answer named in its `anthropic-ratelimit-*` headers. A field whose header was absent
 * is absent, never 0: nothing may be inferred from what was not said.
 */
export const RateLimitInfo = Type.Object({
  organizationId: Type.Optional(Type.String()),
  requestsLimit: Type.Optional(Type.Integer()),
  requestsRemaining: Type.Optional(Type.Integer()),
  /** RFC 3339, as sent. */
  requestsReset: Type.Optional(Type.String()),
  tokensLimit: Type.Optional(Type.Integer()),
  tokensRemaining: Type.Optional(Type.Integer()),
  /** RFC 3339, as sent. */
  tokensReset: Type.Optional(Type.String()),
  /** `allowed`, `allowed_warning`, `rejected`, and whatever comes next. */
  unifiedStatus: Type.Optional(Type.String()),
  /** Fraction of the five-hour window that is used: 0–1, above 1 in overage. */
  unifiedUtilization5h: Type.Optional(Type.Number()),
  /** Unix seconds, as sent. */
  unifiedReset5h: Type.Optional(Type.String()),
  unifiedUtilization7d: Type.Optional(Type.Number()),
  unifiedReset7d: Type.Optional(Type.String()),
  /** Every rate limit header of the answer by its lower-case name, the ones above and those nobody knows yet. */
  raw: Type.Optional(Type.Record(Type.String(), Type.String())),
})
export type RateLimitInfo = Static<typeof RateLimitInfo>

/** What one organization's newest answer said, and how long ago. */
const RateLimitSnapshot = Type.Object({
  /** Absent where the answers name no organization. */
  organizationId: Type.Optional(Type.String()),
  /** ISO 8601. */
  capturedAt: Type.String(),
  ageMs: Type.Integer({ minimum: 0 }),
  rateLimit: RateLimitInfo,
})

export const RateLimitsResponse = Type.Object({ rateLimits: Type.Array(RateLimitSnapshot) })
export type RateLimitsResponse = Static<typeof RateLimitsResponse>
