import { type Static, Type } from 'typebox'
import { CacheCreation } from './request-log.ts'
import type { UsageLine } from './usage-line.ts'

/** Tokens of all kinds, unless a field names one: input + output + cache creation + cache read. */
const Tokens = Type.Integer({ minimum: 0 })
const Count = Type.Integer({ minimum: 0 })

const ModelShare = Type.Object({ tokens: Tokens, requests: Count })
const ModelShares = Type.Record(Type.String(), ModelShare)

const Usage = {
  input_tokens: Tokens,
  output_tokens: Tokens,
  /** Cache creation + cache read. */
  cache_tokens: Tokens,
}

/** `GET /api/stats`. Requests without a model count as `unknown`. */
export const UsageStats = Type.Object({
  total_requests: Count,
  total_input_tokens: Tokens,
  total_output_tokens: Tokens,
  total_cache_tokens: Tokens,
  requests_by_model: Type.Record(Type.String(), Type.Object({ request_count: Count, ...Usage })),
  /** ISO 8601, the counted range: start inclusive, end exclusive. */
  start_date: Type.String(),
  end_date: Type.String(),
})
export type UsageStats = Static<typeof UsageStats>

const DailyStats = Type.Object({
  /** `YYYY-MM-DD` in the requested time zone. */
  date: Type.String(),
  tokens: Tokens,
  requests: Count,
  models: Type.Optional(ModelShares),
})

/** `GET /api/stats/dashboard`: days with requests, ascending. */
export const DashboardStats = Type.Object({ dailyStats: Type.Array(DailyStats) })
export type DashboardStats = Static<typeof DashboardStats>

const HourlyStats = Type.Object({
  /** Local hour in which the bucket starts. */
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  /** `HH:MM`, the bucket's local start. */
  label: Type.String(),
  tokens: Tokens,
  requests: Count,
  models: Type.Optional(ModelShares),
})

/** `GET /api/stats/hourly`: buckets with requests, by local time of day. */
export const HourlyStatsResponse = Type.Object({
  hourlyStats: Type.Array(HourlyStats),
  /** Total of the whole range. */
  todayTokens: Tokens,
  todayRequests: Count,
  /** Mean of all response times above 0, in ms. */
  avgResponseTime: Type.Integer({ minimum: 0 }),
})
export type HourlyStatsResponse = Static<typeof HourlyStatsResponse>

const ModelStats = Type.Object({ model: Type.String(), tokens: Tokens, requests: Count })

/** `GET /api/stats/models`: most tokens first. */
export const ModelStatsResponse = Type.Object({ modelStats: Type.Array(ModelStats) })
export type ModelStatsResponse = Static<typeof ModelStatsResponse>

export const Organizations = Type.Object({ organizations: Type.Array(Type.String()) })
export type Organizations = Static<typeof Organizations>

const KindsOfTokens = Type.Object({
  model: Type.String(),
  requests: Count,
  input_tokens: Tokens,
  output_tokens: Tokens,
  cache_creation_input_tokens: Tokens,
  /** Counted as 5-minute cache writes if a response did not report the lifetime. */
  cache_creation: CacheCreation,
  cache_read_input_tokens: Tokens,
})
export type KindsOfTokens = Static<typeof KindsOfTokens>

/** `GET /api/stats/conversation`: usage of the finished requests of one conversation. */
export const ConversationUsage = Type.Object({
  requests: Count,
  /** ISO 8601: start of the first and of the last request. */
  firstRequest: Type.String(),
  lastRequest: Type.String(),
  /** Sorted by name. */
  models: Type.Array(KindsOfTokens),
})
export type ConversationUsage = Static<typeof ConversationUsage>

/** A sum of usage lines, of so many requests. */
export interface CountedLine extends UsageLine {
  requests: number
}

/** Usage by local day, model and price, from which a cost is estimated. Days ascending, models by name. */
export interface DailyUsage {
  /** A day on which a price changes occurs twice. */
  days: {
    date: string
    /** The prices of this time apply; in ms since 1970. */
    pricesAt: number
    requests: number
    lines: CountedLine[]
  }[]
}
