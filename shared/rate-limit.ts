import { type Static, Type } from 'typebox'

/**
 * Rate limits from the `anthropic-ratelimit-*` headers of an Anthropic response. A field without a header is absent,
 * never 0: a missing header says nothing about usage.
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
  /** `allowed`, `allowed_warning`, `rejected`, or a later addition. */
  unifiedStatus: Type.Optional(Type.String()),
  /** Used fraction of the five-hour window: 0–1, above 1 in overage. */
  unifiedUtilization5h: Type.Optional(Type.Number()),
  /** Unix seconds, as sent. */
  unifiedReset5h: Type.Optional(Type.String()),
  unifiedUtilization7d: Type.Optional(Type.Number()),
  unifiedReset7d: Type.Optional(Type.String()),
  /** Every rate limit header of the response by its lower-case name, including unknown ones. */
  raw: Type.Optional(Type.Record(Type.String(), Type.String())),
})
export type RateLimitInfo = Static<typeof RateLimitInfo>

/** Rate limits from an organization's newest response, and their age. */
const RateLimitSnapshot = Type.Object({
  /** Absent if the responses name no organization. */
  organizationId: Type.Optional(Type.String()),
  /** ISO 8601. */
  capturedAt: Type.String(),
  ageMs: Type.Integer({ minimum: 0 }),
  rateLimit: RateLimitInfo,
})

export const RateLimitsResponse = Type.Object({ rateLimits: Type.Array(RateLimitSnapshot) })
export type RateLimitsResponse = Static<typeof RateLimitsResponse>
