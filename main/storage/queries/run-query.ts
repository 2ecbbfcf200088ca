import type {
  DeletedRequests,
  LatestDate,
  RequestDetail,
  RequestList,
  RequestSummaries,
} from '../../../shared/request-log.ts'
import type { RateLimitsResponse } from '../../../shared/rate-limit.ts'
import type {
  DailyUsage,
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  Organizations,
  UsageStats,
} from '../../../shared/stats.ts'
import { type ConversationParams, conversationUsage, type ConversationUsage } from './conversation-usage.ts'
import { type BodyParams, findBody, findRequest, type FindParams } from './find-request.ts'
import type { RangeParams, ZonedParams } from './group-usage.ts'
import { listRequests, type ListParams } from './list-requests.ts'
import { listSummaries, type SummaryParams } from './list-summaries.ts'
import type { QueryDeps } from './query-deps.ts'
import { latestDate, organizations, rateLimits } from './small-queries.ts'
import {
  dailyStats,
  dailyUsage,
  hourlyStats,
  type HourlyParams,
  modelStats,
  type StatsParams,
  usageStats,
} from './usage-queries.ts'

/** Parameters and JSON result of every query. */
export interface Queries {
  requests: { params: ListParams; response: RequestList }
  summaries: { params: SummaryParams; response: RequestSummaries }
  latestDate: { params: Record<string, never>; response: LatestDate }
  /** Undefined when there is no such request. */
  request: { params: FindParams; response: RequestDetail }
  /** The raw bytes, not JSON. Undefined when the body was not kept. */
  body: { params: BodyParams; response: never }
  stats: { params: StatsParams; response: UsageStats }
  daily: { params: ZonedParams; response: DashboardStats }
  hourly: { params: HourlyParams; response: HourlyStatsResponse }
  models: { params: RangeParams; response: ModelStatsResponse }
  usage: { params: ZonedParams; response: DailyUsage }
  /** Undefined when the conversation has no finished request. */
  conversationUsage: { params: ConversationParams; response: ConversationUsage }
  organizations: { params: Record<string, never>; response: Organizations }
  rateLimits: { params: Record<string, never>; response: RateLimitsResponse }
  clear: { params: ClearParams; response: DeletedRequests }
}

export type QueryName = keyof Queries
export type QueryParams<Name extends QueryName> = Queries[Name]['params']

export interface ClearParams {
  /** In ms since 1970; without it, everything is deleted. */
  before?: number | undefined
}

type Handlers = {
  [Name in QueryName]: (deps: QueryDeps, params: QueryParams<Name>) => Promise<object | undefined>
}

const HANDLERS: Handlers = {
  requests: listRequests,
  summaries: listSummaries,
  latestDate,
  request: findRequest,
  body: findBody,
  stats: usageStats,
  daily: dailyStats,
  hourly: hourlyStats,
  models: modelStats,
  usage: dailyUsage,
  conversationUsage,
  organizations,
  rateLimits,
  clear: (deps, { before }) => deps.clear(before),
}

/** @returns the bytes of the result, in memory of their own; undefined when not found */
export async function runQuery<Name extends QueryName>(
  deps: QueryDeps,
  name: Name,
  params: QueryParams<Name>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const response = await HANDLERS[name](deps, params)
  if (response === undefined) return undefined
  if (Buffer.isBuffer(response)) return new Uint8Array(response)
  if (Array.isArray(response)) return joined(response)
  return new TextEncoder().encode(JSON.stringify(response))
}

function joined(parts: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
