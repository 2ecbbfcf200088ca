import { type Static, Type } from 'typebox'
import { CACHE_COLUMNS, CACHE_VERDICT } from './cache-verdict.ts'
import { EndedBy, EndPhase } from './ended-by.ts'
import { Omission } from './omission.ts'
import { RequestAttempt } from './request-attempt.ts'
import type { ColumnOf } from './request-column.ts'
import { RequestKind } from './request-kind.ts'
import { RequestTimings } from './request-timings.ts'
import { USAGE_DETAIL_COLUMNS } from './usage-detail-columns.ts'
import { TURN_COLUMNS, TURN_SUMMARY } from './turn-summary.ts'
import { UsageLine } from './usage-line.ts'

const Text = Type.Optional(Type.String())
const Count = Type.Optional(Type.Integer())
const Flag = Type.Optional(Type.Boolean())

/**
 * One `/v1` request at its end; earlier stages are parts of this record, see `request-stages.ts`. A new field needs one
 * line here, one in `REQUEST_COLUMNS` and one in a migration.
 */
export const RequestRecord = Type.Object({
  requestId: Type.String(),
  /** Time when the request was accepted, in ms since 1970. */
  startedAt: Type.Integer(),
  method: Type.String(),
  /** Path without the query. */
  endpoint: Type.String(),
  /** The model that the client requested. */
  model: Text,
  /** The model requested from the upstream, if it differs. */
  routedModel: Text,
  /** The model that responded, if it is not the one that the client requested. */
  servedModel: Type.Optional(Type.String({ description: 'The model that responded, if it differs.' })),
  provider: Type.Optional(Type.String({ description: 'Provider name.' })),
  /** The routing rule that chose the provider and model, such as `background` or `longContext`. */
  route: Text,
  sessionId: Type.Optional(Type.String({ description: 'Session ID.' })),
  /** Absent for the session's main agent. */
  agentId: Type.Optional(Type.String({ description: 'ID of an agent within a session.' })),
  /** As Claude Code names it in its requests. */
  project: Type.Optional(Type.String({ description: 'Working directory of the session: a full path.' })),
  /** Identical for all turns of a conversation. */
  conversationHash: Type.Optional(Type.String({ description: 'Hash that identifies a conversation.' })),
  messageCount: Count,
  /** Absent if the request's body was not read. */
  kind: Type.Optional(RequestKind),
  ...CACHE_VERDICT,
  /** Absent while the request is in flight. */
  endedBy: Type.Optional(EndedBy),
  phase: Type.Optional(EndPhase),
  /** Status of the response. Absent if there was no response. */
  status: Count,
  /** Time from acceptance to the last byte, in ms. Absent after a crash. */
  durationMs: Count,
  /** Time from acceptance to the first body byte, in ms. */
  ttfbMs: Count,
  isStreaming: Flag,
  /** Absent if nothing was sent to an upstream. */
  timings: Type.Optional(RequestTimings),
  /** The client did not ask for a stream, but the upstream request was streamed. */
  demoted: Flag,
  inputTokens: Count,
  outputTokens: Count,
  cacheCreationTokens: Count,
  /** Part of `cacheCreationTokens`; absent if the response did not report it. */
  cacheCreation1hTokens: Count,
  cacheReadTokens: Count,
  serviceTier: Text,
  /** Part of `outputTokens`. */
  thinkingTokens: Count,
  webSearchRequests: Count,
  webFetchRequests: Count,
  codeExecutionRequests: Count,
  /** Facts that change the price of the response, see `price-marks.ts`. */
  priceMarks: Type.Optional(
    Type.String({ description: 'Facts that change the price, separated by spaces, such as `fast us`.' }),
  ),
  /** Usage by model and price; absent if there is only one. The token counts are their sum. */
  usageLines: Type.Optional(Type.Array(UsageLine)),
  stopReason: Type.Optional(Type.String({ description: 'For example end_turn or tool_use.' })),
  /** Claude Code's transcripts name it, too. */
  messageId: Type.Optional(Type.String({ description: 'ID of the response message.' })),
  /** Signalbox's own code (also for a provider: `provider_unreachable`), or Anthropic's `error.type`. */
  errorType: Type.Optional(
    Type.String({ description: 'An `error.type` of the upstream, or an error code of Signalbox.' }),
  ),
  /** Reason for a broken stream; untrusted text. */
  streamError: Text,
  /** System error code of the broken connection, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  cause: Text,
  /** Host and port of the upstream, if Signalbox reported the failure. */
  upstreamHost: Text,
  /** Every attempt, in order. Absent if the first one was enough. */
  attempts: Type.Optional(Type.Array(RequestAttempt)),
  /** Parts of the request that the provider did not receive as they are. Absent if there are none. */
  omissions: Type.Optional(Type.Array(Omission)),
  userAgent: Text,
  contentType: Text,
  organizationId: Text,
  ...TURN_SUMMARY,
})
export type RequestRecord = Static<typeof RequestRecord>
export type RequestField = keyof RequestRecord

/**
 * Each field's column in the table `request` and its name in the API's documents. Released columns and names never
 * change. The order is the column order of CSV exports: append only.
 */
export const REQUEST_COLUMNS = {
  requestId: { column: 'request_key', as: 'key', from: 'start', csv: 'requestId' },
  startedAt: {
    column: 'started_at',
    as: 'time',
    from: 'start',
    at: 'timestamp',
    wire: 'timestamp',
    csv: 'timestamp',
  },
  method: { column: 'method_id', term: 1, none: 0, from: 'start', csv: 'method' },
  endpoint: { column: 'endpoint_id', term: 2, none: 0, from: 'start', csv: 'endpoint', searched: true },
  model: { column: 'model_id', term: 3, none: 0, from: 'end', clean: 'name', csv: 'model', searched: true },
  routedModel: {
    column: 'routed_model_id',
    term: 3,
    from: 'end',
    clean: 'name',
    csv: 'routedModel',
    searched: true,
  },
  provider: {
    column: 'provider_id',
    term: 9,
    from: 'end',
    csv: 'provider',
    searched: true,
    filter: 'provider',
  },
  route: { column: 'route_id', term: 13, from: 'end', csv: 'route' },
  sessionId: {
    column: 'session_id',
    term: 7,
    from: 'requestHeader',
    header: 'x-claude-code-session-id',
    clean: 'name',
    csv: 'sessionId',
    searched: true,
    filter: 'session',
  },
  conversationHash: {
    column: 'conversation_id',
    term: 8,
    from: 'body',
    csv: 'conversationHash',
    filter: 'conversation',
  },
  messageCount: { column: 'message_count', as: 'count', from: 'body', csv: 'messageCount' },
  endedBy: { column: 'who', as: 'endedBy', from: 'end', at: 'termination', csv: 'endedBy' },
  phase: { column: 'phase', as: 'endPhase', from: 'end', at: 'termination', csv: 'endedAt' },
  status: {
    column: 'status',
    as: 'count',
    from: 'end',
    at: 'response',
    wire: 'statusCode',
    csv: 'statusCode',
  },
  durationMs: {
    column: 'duration_ms',
    as: 'count',
    from: 'end',
    at: 'response',
    wire: 'responseTime',
    csv: 'responseTime',
  },
  ttfbMs: {
    column: 'ttfb_ms',
    as: 'count',
    from: 'end',
    at: 'response',
    wire: 'timeToFirstByte',
    csv: 'timeToFirstByte',
  },
  isStreaming: { column: 'is_streaming', as: 'flag', from: 'end', at: 'response', csv: 'isStreaming' },
  inputTokens: {
    column: 'input_tokens',
    as: 'count',
    from: 'usage',
    at: 'usage',
    wire: 'input_tokens',
    csv: 'inputTokens',
  },
  outputTokens: {
    column: 'output_tokens',
    as: 'count',
    from: 'usage',
    at: 'usage',
    wire: 'output_tokens',
    csv: 'outputTokens',
  },
  cacheCreationTokens: {
    column: 'cache_creation',
    as: 'count',
    from: 'usage',
    at: 'usage',
    wire: 'cache_creation_input_tokens',
    csv: 'cacheCreationInputTokens',
  },
  cacheReadTokens: {
    column: 'cache_read',
    as: 'count',
    from: 'usage',
    at: 'usage',
    wire: 'cache_read_input_tokens',
    csv: 'cacheReadInputTokens',
  },
  serviceTier: {
    column: 'service_tier_id',
    term: 12,
    from: 'usage',
    at: 'usage',
    wire: 'service_tier',
    csv: 'serviceTier',
  },
  stopReason: {
    column: 'stop_reason_id',
    term: 10,
    from: 'end',
    clean: 'name',
    at: 'response',
    csv: 'stopReason',
    searched: true,
    filter: 'stopReason',
  },
  errorType: {
    column: 'error_id',
    term: 11,
    from: 'end',
    clean: 'name',
    at: 'response',
    csv: 'errorType',
    searched: true,
    filter: 'errorType',
  },
  cause: { column: 'cause_id', term: 14, from: 'end', csv: 'cause' },
  attempts: { column: 'attempts', as: 'json', from: 'end', csv: 'attempts' },
  agentId: {
    column: 'agent_id',
    term: 16,
    from: 'requestHeader',
    header: 'x-claude-code-agent-id',
    clean: 'name',
    csv: 'agentId',
    searched: true,
    filter: 'agent',
  },
  upstreamHost: { column: 'upstream_id', term: 15, from: 'end', clean: 'text' },
  /** On the wire it is in `usage.cache_creation`, next to the remaining cache writes. */
  cacheCreation1hTokens: {
    column: 'cache_creation_1h',
    as: 'count',
    from: 'usage',
    at: 'split',
    wire: 'ephemeral_1h_input_tokens',
    csv: 'cacheCreation1hInputTokens',
  },
  streamError: { column: 'stream_error', as: 'text', from: 'end', clean: 'text', at: 'responseDetail' },
  demoted: { column: 'demoted', as: 'mark', from: 'end', at: 'responseDetail' },
  omissions: { column: 'omissions', as: 'json', from: 'end', at: 'requestDetail', csv: 'omissions' },
  userAgent: {
    column: 'user_agent_id',
    term: 5,
    from: 'requestHeader',
    header: 'user-agent',
    at: 'requestDetail',
  },
  contentType: {
    column: 'content_type_id',
    term: 6,
    from: 'requestHeader',
    header: 'content-type',
    at: 'requestDetail',
  },
  organizationId: {
    column: 'organization_id',
    term: 4,
    none: 0,
    from: 'responseHeader',
    header: 'anthropic-organization-id',
    clean: 'name',
    at: 'requestDetail',
  },
  servedModel: {
    column: 'served_model_id',
    term: 3,
    from: 'end',
    clean: 'name',
    csv: 'servedModel',
    searched: true,
  },
  priceMarks: {
    column: 'price_marks_id',
    term: 17,
    none: 0,
    from: 'usage',
    at: 'response',
    csv: 'priceMarks',
  },
  ...USAGE_DETAIL_COLUMNS,
  usageLines: { column: 'usage_lines', as: 'json', from: 'usage', at: 'response', csv: 'usageLines' },
  kind: { column: 'kind_id', term: 18, from: 'body', csv: 'kind', filter: 'kind' },
  project: {
    column: 'project_id',
    term: 19,
    from: 'body',
    csv: 'project',
    searched: true,
    filter: 'project',
  },
  ...TURN_COLUMNS,
  ...CACHE_COLUMNS,
  messageId: { column: 'message_id', as: 'text', from: 'end', clean: 'name', at: 'responseDetail' },
  timings: { column: 'timings', as: 'json', from: 'end', at: 'responseDetail' },
} as const satisfies { [Field in RequestField]-?: ColumnOf<NonNullable<RequestRecord[Field]>> }

export type RequestColumns = typeof REQUEST_COLUMNS
