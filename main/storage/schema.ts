import type { Generated } from 'kysely'
import type { EndedBy, EndPhase } from '../../shared/request-log.ts'

/**
 * The tables as kysely sees them, the same in SQLite and PostgreSQL. Times are ms since 1970, UTC; hours and days are
 * counted from 1970, UTC. `0` stands for "none" in model and organisation ids, so that they can be part of a key.
 */
export interface Schema {
  meta: { key: string; value: string }
  run: RunTable
  term: { id: Generated<number>; kind: number; text: string }
  request: RequestTable
  header_page: HeaderPageTable
  body: { request_id: number; side: number; size: number; recipe: Uint8Array }
  block: { id: Generated<number>; hash: Uint8Array; epoch: number; size: number; data: Uint8Array }
  hour_usage: UsageColumns & { hour: number }
  day_usage: UsageColumns & { day: number }
  rate_limit: { organization_id: number; captured_at: number; headers: string }
}

/** One start of the program. Its open requests are crashed ones once it is gone. */
export interface RunTable {
  id: Generated<number>
  instance: string
  host: string
  pid: number
  started_at: number
  heartbeat_at: number
  ended_at: number | null
}

export interface RequestTable {
  id: Generated<number>
  /** The request id back to front: a search by its last characters becomes a search by prefix. */
  request_key: string
  run_id: number
  started_at: number
  method_id: number
  endpoint_id: number
  model_id: number
  routed_model_id: number | null
  provider_id: number | null
  organization_id: number
  user_agent_id: number | null
  content_type_id: number | null
  session_id: number | null
  conversation_id: number | null
  message_count: number | null
  /** 1 or 0; null where unknown. */
  is_streaming: number | null
  demoted: number | null
  status: number | null
  ttfb_ms: number | null
  duration_ms: number | null
  input_tokens: number | null
  output_tokens: number | null
  cache_creation: number | null
  /** What of `cache_creation` was written for an hour; null where the answer did not tell. */
  cache_creation_1h: number | null
  cache_read: number | null
  service_tier_id: number | null
  stop_reason_id: number | null
  error_id: number | null
  stream_error: string | null
  header_page_id: number | null
  route_id: number | null
  cause_id: number | null
  upstream_id: number | null
  /** JSON of the attempts; null where there was one. */
  attempts: string | null
  /** Index into ENDED_BY; null while the request is in flight. */
  who: number | null
  /** Index into END_PHASES. */
  phase: number | null
}

/** Headers and queries of the requests that finished together: compressed as one, they cost a tenth. */
export interface HeaderPageTable {
  id: Generated<number>
  /** Start of its newest request. */
  newest_at: number
  data: Uint8Array
}

/** Sums over finished requests. */
export interface UsageColumns {
  model_id: number
  organization_id: number
  requests: number
  input_tokens: number
  output_tokens: number
  cache_creation: number
  cache_creation_1h: number
  cache_read: number
  /** Sum and count of the durations above 0. */
  response_ms: number
  responses: number
}

/** What a text in `term` is. The numbers are in the files: never reuse one. */
export const TERM = {
  method: 1,
  endpoint: 2,
  model: 3,
  organization: 4,
  userAgent: 5,
  contentType: 6,
  session: 7,
  conversation: 8,
  provider: 9,
  stopReason: 10,
  error: 11,
  serviceTier: 12,
  route: 13,
  cause: 14,
  upstream: 15,
} as const
export type TermKind = (typeof TERM)[keyof typeof TERM]

/** `body.side`. */
export const SIDE = { request: 0, response: 1 } as const

/** `request.who` and `request.phase` are places in these lists: only ever append. */
export const ENDED_BY: readonly EndedBy[] = ['client', 'upstream', 'proxy', 'shutdown', 'crash']
export const END_PHASES: readonly EndPhase[] = ['connect', 'send', 'wait', 'headers', 'body', 'done']
