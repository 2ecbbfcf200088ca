import type {
  AnthropicUsage,
  RequestAttempt,
  RequestLog,
  RequestSummary,
  ResponseLog,
  Termination,
} from '../../../shared/request-log.ts'
import { END_PHASES, ENDED_BY } from '../schema.ts'
import { keyOf } from '../write/request-row.ts'
import { splitOf } from './split-of.ts'
import type { StoredRow } from './read-rows.ts'
import type { TermTexts } from './term-texts.ts'

/** Fields that are not known are undefined, and so not in the JSON. */
export type Sparse<T> = { [K in keyof T]: T[K] | undefined }

/** The ids in rows that stand for texts. */
export function termIds(rows: readonly StoredRow[]): Set<number | null> {
  const ids = new Set<number | null>()
  for (const row of rows) for (const column of TERM_COLUMNS) ids.add(row[column])
  return ids
}

const TERM_COLUMNS = [
  'method_id',
  'endpoint_id',
  'model_id',
  'routed_model_id',
  'provider_id',
  'organization_id',
  'user_agent_id',
  'content_type_id',
  'session_id',
  'conversation_id',
  'service_tier_id',
  'stop_reason_id',
  'error_id',
  'route_id',
  'cause_id',
  'upstream_id',
] as const

export type SparseLog = Omit<Sparse<RequestLog>, 'requestId' | 'response'> & {
  requestId: string
  response: SparseResponse | undefined
}
export type SparseSummary = Omit<Sparse<RequestSummary>, 'usage'> & {
  usage: Sparse<AnthropicUsage> | undefined
}
type SparseResponse = Omit<Sparse<ResponseLog>, 'usage'> & { usage: Sparse<AnthropicUsage> | undefined }

export function toSummary(row: StoredRow, texts: TermTexts): SparseSummary {
  return {
    ...common(row, texts),
    statusCode: row.status ?? undefined,
    responseTime: row.duration_ms ?? undefined,
    timeToFirstByte: row.ttfb_ms ?? undefined,
    isStreaming: truth(row.is_streaming),
    usage: usageOf(row, texts),
    stopReason: texts.of(row.stop_reason_id),
    errorType: texts.of(row.error_id),
  }
}

/** Without headers and bodies. */
export function toLog(row: StoredRow, texts: TermTexts): SparseLog {
  return {
    ...common(row, texts),
    userAgent: texts.of(row.user_agent_id),
    contentType: texts.of(row.content_type_id),
    organizationId: texts.of(row.organization_id),
    response: row.who === null ? undefined : toResponse(row, texts),
  }
}

function toResponse(row: StoredRow, texts: TermTexts): SparseResponse {
  const ended = row.duration_ms === null ? undefined : row.started_at + row.duration_ms
  return {
    statusCode: row.status ?? undefined,
    responseTime: row.duration_ms ?? undefined,
    timeToFirstByte: row.ttfb_ms ?? undefined,
    isStreaming: truth(row.is_streaming),
    completedAt: ended === undefined ? undefined : new Date(ended).toISOString(),
    streamError: row.stream_error ?? undefined,
    errorType: texts.of(row.error_id),
    demoted: row.demoted === 1 ? true : undefined,
    usage: usageOf(row, texts),
    stopReason: texts.of(row.stop_reason_id),
  }
}

function common(row: StoredRow, texts: TermTexts) {
  const model = texts.of(row.model_id)
  return {
    requestId: keyOf(row.request_key),
    timestamp: new Date(row.started_at).toISOString(),
    method: texts.of(row.method_id) ?? '',
    endpoint: texts.of(row.endpoint_id) ?? '',
    model,
    originalModel: model,
    routedModel: texts.of(row.routed_model_id),
    provider: texts.of(row.provider_id),
    route: texts.of(row.route_id),
    sessionId: texts.of(row.session_id),
    conversationHash: texts.of(row.conversation_id),
    messageCount: row.message_count ?? undefined,
    termination: terminationOf(row),
    cause: texts.of(row.cause_id),
    upstreamHost: texts.of(row.upstream_id),
    attempts: attemptsOf(row),
  }
}

function terminationOf({ who, phase }: StoredRow): Termination | undefined {
  const by = ENDED_BY[who ?? -1]
  const at = END_PHASES[phase ?? -1]
  return by === undefined || at === undefined ? undefined : { who: by, phase: at }
}

function attemptsOf({ attempts }: StoredRow): RequestAttempt[] | undefined {
  return attempts === null ? undefined : (JSON.parse(attempts) as RequestAttempt[])
}

function usageOf(row: StoredRow, texts: TermTexts): Sparse<AnthropicUsage> | undefined {
  const usage = {
    input_tokens: row.input_tokens ?? undefined,
    output_tokens: row.output_tokens ?? undefined,
    cache_creation_input_tokens: row.cache_creation ?? undefined,
    cache_creation:
      row.cache_creation_1h === null ? undefined : splitOf(row.cache_creation ?? 0, row.cache_creation_1h),
    cache_read_input_tokens: row.cache_read ?? undefined,
    service_tier: texts.of(row.service_tier_id),
  }
  return Object.values(usage).every((value) => value === undefined) ? undefined : usage
}

function truth(flag: number | null): boolean | undefined {
  return flag === null ? undefined : flag === 1
}
