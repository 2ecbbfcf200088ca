import { type Static, Type } from 'typebox'

/** An allowance that Anthropic counts on its own. `overage` is what a subscription may use beyond its limits. */
const LimitPool = Type.Union([
  Type.Literal('subscription'),
  Type.Literal('overage'),
  Type.Literal('standard'),
  Type.Literal('fast'),
  Type.Literal('priority'),
])
export type LimitPool = Static<typeof LimitPool>

const REPORTED = {
  pool: LimitPool,
  /** As in the header: `5h`, `7d`, `7d_oi`, `overage`, `input-tokens`; `unified` for the subscription as a whole. */
  name: Type.String(),
  /** Used fraction: 0–1, above 1 in overage. Absent if the response doesn't say. */
  used: Type.Optional(Type.Number({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
  remaining: Type.Optional(Type.Integer({ minimum: 0 })),
  /** `allowed`, `allowed_warning`, `rejected`, or a later addition. */
  status: Type.Optional(Type.String()),
  /** ISO 8601. Absent if the response names no plausible time. */
  resetsAt: Type.Optional(Type.String()),
  /** True while requests are paid from this overage. */
  inUse: Type.Optional(Type.Boolean()),
  /** Why an overage isn't available: `out_of_credits`. */
  disabledReason: Type.Optional(Type.String()),
}

/** One limit as a response reports it. */
export const ReportedLimit = Type.Object(REPORTED)
export type ReportedLimit = Static<typeof ReportedLimit>

/** One limit as of the newest response that named it. */
export const LimitWindow = Type.Object({
  ...REPORTED,
  /** Time of that response, ISO 8601. */
  capturedAt: Type.String(),
  ageMs: Type.Integer({ minimum: 0 }),
})
export type LimitWindow = Static<typeof LimitWindow>

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
  /** Every limit of the response, of any pool and window. Absent in `/api/rate-limits`, which lists them with ages. */
  windows: Type.Optional(Type.Array(ReportedLimit)),
  /** Every rate limit header of the response by its lower-case name, including unknown ones. */
  raw: Type.Optional(Type.Record(Type.String(), Type.String())),
})
export type RateLimitInfo = Static<typeof RateLimitInfo>

/** Rate limits of an organization, each as of the newest response that named it. */
const RateLimitSnapshot = Type.Object({
  /** Absent if the responses name no organization. */
  organizationId: Type.Optional(Type.String()),
  /** Time of the newest response with rate limit headers, ISO 8601. */
  capturedAt: Type.String(),
  ageMs: Type.Integer({ minimum: 0 }),
  /** Every limit with its own age; one that has reset stays until the next response names it. */
  windows: Type.Array(LimitWindow),
  rateLimit: RateLimitInfo,
})
export type RateLimitSnapshot = Static<typeof RateLimitSnapshot>

export const RateLimitsResponse = Type.Object({ rateLimits: Type.Array(RateLimitSnapshot) })
export type RateLimitsResponse = Static<typeof RateLimitsResponse>
