import type {
  DeletedRequests,
  LatestDate,
  RequestDetail,
  RequestList,
  RequestSummaries,
} from '../../shared/request-log.ts'
import type { Explanation } from '../../shared/explanation.ts'
import type { PriceTable } from '../../shared/prices.ts'
import type { RequestQuestion, RequestSort } from '../../shared/request-filter.ts'
import type { SessionDetail, SessionList, SessionSort } from '../../shared/sessions.ts'
import type { RateLimitsResponse } from '../../shared/rate-limit.ts'
import type { StoredTranscripts } from '../../shared/transcript-usage.ts'
import type { UsageBy, UsageGroup, UsageSource } from '../../shared/usage-by.ts'
import type {
  ConversationUsage,
  DailyUsage,
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  Organizations,
  UsageStats,
} from '../../shared/stats.ts'

/** In ms since 1970, both inclusive. */
export interface TimeRange {
  start: number
  end: number
}

export interface RangeParams extends TimeRange {
  /** An organization's ID. */
  org?: string | undefined
  /** Working directory: a full path. */
  project?: string | undefined
  /** Absent: both. */
  source?: UsageSource | undefined
}

export interface StatsParams extends RangeParams {
  /** Part of a model's name, case-insensitive, or `all`. */
  model?: string | undefined
}

export interface ZonedParams extends RangeParams {
  /** IANA name of the time zone that defines the days and hours. */
  tz: string
}

export interface UsageParams extends ZonedParams {
  /** Times at which a price changes, in ms since 1970: sums never span one. */
  priceChanges?: readonly number[] | undefined
}

export interface UsageByParams extends ZonedParams {
  groups: readonly UsageGroup[]
  /** Part of the name of the model that ran, case-insensitive, or `all`. */
  model?: string | undefined
  project?: string | undefined
  session?: string | undefined
  /** A sub-agent's ID, or a kind of requests. */
  agent?: string | undefined
  kind?: string | undefined
  provider?: string | undefined
  source: UsageSource
  prices: Pick<PriceTable, 'prices' | 'webSearches'>
  /** Maximum number of groups. */
  limit?: number | undefined
  /** As CSV instead of JSON. */
  isCsv?: boolean | undefined
}

export interface SessionsParams {
  /** Part of a title, project or ID, case-insensitive. */
  search?: string | undefined
  sort: SessionSort
  offset: number
  limit: number
  prices: Pick<PriceTable, 'prices' | 'webSearches'>
}

export interface SessionParams {
  /** Session ID. */
  id: string
  prices: Pick<PriceTable, 'prices' | 'webSearches'>
}

export interface HourlyParams extends ZonedParams {
  /** Length of a bucket in minutes; divides a day. */
  bucket: number
}

interface Abortable {
  /** Once it is aborted, the result may be anything, but comes soon. */
  signal?: AbortSignal | undefined
}

interface Priced {
  /** Prices for the cost of each request, which is left out without them. */
  prices?: Pick<PriceTable, 'prices' | 'webSearches'> | undefined
}

export interface ListParams extends RequestQuestion, Abortable, Priced {
  /** From 1. */
  page: number
  limit: number
}

export interface SummaryParams extends RequestQuestion, Abortable, Priced {
  offset: number
  /** 0 means no limit. */
  limit: number
  /** `next` of the previous page, instead of an offset. */
  before?: string | undefined
  /** Absent: newest first. Other orders list at most 10,000 requests, and have no `next`. */
  sort?: RequestSort | undefined
  /** Minimum estimated cost, in US dollars. The list then has at most 10,000 requests, and no `next`. */
  minCost?: number | undefined
  /** Text to find in a request or response body: pages before the last one may be empty. */
  body?: string | undefined
}

export interface FindParams {
  /** A whole ID, or its last characters; the newest of several matches. */
  id: string
}

export interface RequestParams extends FindParams, Priced {}

export interface BodyParams extends FindParams {
  side: 'request' | 'response'
}

export interface WithBodyParams {
  detail: RequestDetail
  /** JSON as the client sent it; anything else is left out. */
  body: Uint8Array
}

export interface ExplainParams extends FindParams {
  /** Prices for the cost of a cache miss. */
  prices: Pick<PriceTable, 'prices' | 'webSearches'>
}

/** Takes one of the two: Claude Code's session ID, or the hash of a conversation. */
export type ConversationParams = Pick<RequestQuestion, 'session' | 'conversation'>

export interface ClearParams {
  /** In ms since 1970; without it, everything is deleted. */
  before?: number | undefined
}

type NoParams = Record<string, never>

/** Every query to the request log: its parameters, and its result, which is the API's JSON. */
export interface Queries {
  requests: { params: ListParams; response: RequestList }
  summaries: { params: SummaryParams; response: RequestSummaries }
  latestDate: { params: NoParams; response: LatestDate }
  /** No result if there is no such request. */
  request: { params: RequestParams; response: RequestDetail }
  /** A request in flight with its body, which is parsed in the database thread. */
  withBody: { params: WithBodyParams; response: RequestDetail }
  /** The raw bytes, not JSON. No result if the body was not kept. */
  body: { params: BodyParams; response: never }
  /** No result if there is no such request. */
  explanation: { params: ExplainParams; response: Explanation }
  stats: { params: StatsParams; response: UsageStats }
  daily: { params: ZonedParams; response: DashboardStats }
  hourly: { params: HourlyParams; response: HourlyStatsResponse }
  models: { params: RangeParams; response: ModelStatsResponse }
  usage: { params: UsageParams; response: DailyUsage }
  usageBy: { params: UsageByParams; response: UsageBy }
  sessions: { params: SessionsParams; response: SessionList }
  /** No result if no request has this session. */
  session: { params: SessionParams; response: SessionDetail }
  /** No result if none of the conversation's requests has finished. */
  conversationUsage: { params: ConversationParams; response: ConversationUsage }
  organizations: { params: NoParams; response: Organizations }
  rateLimits: { params: NoParams; response: RateLimitsResponse }
  transcriptUsage: { params: NoParams; response: StoredTranscripts }
  /** Stores messages, as JSON of `TranscriptMessage[]`; those from `until` (ms since 1970) on are left out. */
  addTranscripts: { params: { messages: Uint8Array; until: number }; response: { added: number } }
  /** Compares the next requests with the stored messages. No result when all were compared. */
  compareTranscripts: { params: { after: number }; response: { after: number; last: number } }
  /** `discard` deletes what does not count yet. */
  finishTranscripts: {
    params: { action: 'count' | 'discard' | 'remove' | 'decline' }
    response: StoredTranscripts
  }
  clear: { params: ClearParams; response: DeletedRequests }
}

export type QueryName = keyof Queries
export type QueryParams<Name extends QueryName> = Queries[Name]['params']

/** A query's name with its parameters. */
export type Query = { [Name in QueryName]: [name: Name, params: QueryParams<Name>] }[QueryName]
