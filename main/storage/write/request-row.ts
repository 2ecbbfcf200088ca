import type { Insertable } from 'kysely'
import type { TokenCounts } from '../protocol.ts'
import { END_PHASES, ENDED_BY, type RequestTable, TERM } from '../schema.ts'
import type { DictionaryEntry, Dictionary } from './dictionary.ts'
import type { ParsedRow } from './write-batch.ts'

/** No request has a billion tokens or takes 11 days; sums stay exact below 2^53 whatever an upstream claims. */
const MAX_INTEGER = 1e9
const MAX_ERROR_LENGTH = 2000

type Row = Required<Omit<Insertable<RequestTable>, 'id'>>

/** The request id back to front. */
export function keyOf(requestId: string): string {
  if (/^[ -~]*$/.test(requestId)) return requestId.split('').toReversed().join('')
  return Array.from(requestId.toWellFormed().replaceAll('\0', '\uFFFD')).toReversed().join('')
}

export function dictionaryEntriesOf({ row, facts }: ParsedRow): DictionaryEntry[] {
  const { end } = row
  const all: [DictionaryEntry['kind'], string | undefined][] = [
    [TERM.method, row.method],
    [TERM.endpoint, row.endpoint],
    [TERM.userAgent, row.userAgent],
    [TERM.contentType, row.contentType],
    [TERM.session, facts.sessionId],
    [TERM.conversation, facts.conversationHash],
    [TERM.model, end?.model],
    [TERM.model, end?.routedModel],
    [TERM.provider, end?.provider],
    [TERM.organization, end?.organizationId],
    [TERM.stopReason, end?.stopReason],
    [TERM.error, end?.errorType],
    [TERM.serviceTier, end?.usage.serviceTier],
    [TERM.route, end?.route],
    [TERM.cause, end?.cause],
    [TERM.upstream, end?.upstreamHost],
  ]
  return all.flatMap(([kind, text]) => (text === undefined ? [] : [{ kind, text }]))
}

/** Every column is always there and in the same order: the statement is built once for all rows. */
export function toRow(
  { row, facts }: ParsedRow,
  { terms, runId }: { terms: Dictionary; runId: number },
  headerPageId: number | null,
): Row {
  const { end } = row
  return {
    request_key: keyOf(row.requestId),
    run_id: runId,
    started_at: Math.max(0, Math.trunc(row.startedAt)),
    method_id: terms.idOf(TERM.method, row.method) ?? 0,
    endpoint_id: terms.idOf(TERM.endpoint, row.endpoint) ?? 0,
    model_id: terms.idOf(TERM.model, end?.model) ?? 0,
    routed_model_id: terms.idOf(TERM.model, end?.routedModel),
    provider_id: terms.idOf(TERM.provider, end?.provider),
    organization_id: terms.idOf(TERM.organization, end?.organizationId) ?? 0,
    user_agent_id: terms.idOf(TERM.userAgent, row.userAgent),
    content_type_id: terms.idOf(TERM.contentType, row.contentType),
    session_id: terms.idOf(TERM.session, facts.sessionId),
    conversation_id: terms.idOf(TERM.conversation, facts.conversationHash),
    message_count: count(facts.messageCount),
    is_streaming: flag(end?.isStreaming),
    demoted: flag(end?.demoted),
    status: count(end?.status),
    ttfb_ms: count(end?.ttfbMs),
    duration_ms: count(end?.durationMs),
    ...tokens(end?.usage),
    service_tier_id: terms.idOf(TERM.serviceTier, end?.usage.serviceTier),
    stop_reason_id: terms.idOf(TERM.stopReason, end?.stopReason),
    error_id: terms.idOf(TERM.error, end?.errorType),
    stream_error:
      end?.streamError?.slice(0, MAX_ERROR_LENGTH).toWellFormed().replaceAll('\0', '\uFFFD') ?? null,
    header_page_id: headerPageId,
    route_id: terms.idOf(TERM.route, end?.route),
    cause_id: terms.idOf(TERM.cause, end?.cause),
    upstream_id: terms.idOf(TERM.upstream, end?.upstreamHost),
    attempts: end?.attempts ?? null,
    who: end === undefined ? null : ENDED_BY.indexOf(end.who),
    phase: end === undefined ? null : END_PHASES.indexOf(end.phase),
  }
}

function tokens(
  usage: TokenCounts | undefined,
): Pick<Row, 'input_tokens' | 'output_tokens' | 'cache_creation' | 'cache_creation_1h' | 'cache_read'> {
  const [all, anHour] = [count(usage?.cacheCreation), count(usage?.cacheCreation1h)]
  return {
    input_tokens: count(usage?.input),
    output_tokens: count(usage?.output),
    cache_creation: all,
    // A part of the whole, whatever an upstream says: the rest was written for five minutes.
    cache_creation_1h: anHour === null ? null : Math.min(anHour, all ?? 0),
    cache_read: count(usage?.cacheRead),
  }
}

/** Clocks jump and upstreams invent: what is no count is unknown. */
function count(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value) || value < 0 || value > MAX_INTEGER) return null
  return Math.round(value)
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value)
}
