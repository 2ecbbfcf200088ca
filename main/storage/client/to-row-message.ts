import { splitTarget } from '../../../shared/clean-target.ts'
import { pickRateLimits } from '../rate-limit-headers.ts'
import type { EndMessage, MissingBodies, RowMessage, TokenCounts } from '../protocol.ts'
import type { Redactor } from '../redact/create-redactor.ts'
import type { EndedRequest, OpenedRequest, StoredAttempt } from './store.ts'
import { headerOf, joinHeaders } from '../headers.ts'

/** A request as the worker gets it: every secret is replaced here, before it leaves this thread. */
export function toRowMessage(request: OpenedRequest, redactor: Redactor): RowMessage {
  const { requestId, startedAt, method, target } = request
  const headers = redactor.headers(request.headers)
  const named = nameIn(redactor)
  const { path, query } = splitTarget(target)
  return {
    requestId,
    startedAt,
    method,
    endpoint: redactor.path(path),
    query: query === undefined ? undefined : redactor.query(query),
    userAgent: headerOf(headers, 'user-agent'),
    contentType: headerOf(headers, 'content-type'),
    sessionId: named(headerOf(headers, 'x-claude-code-session-id')),
    requestHeaders: joinHeaders(headers),
    end: undefined,
  }
}

/** How it ended. Its bodies stay the caller's memory. */
export function toEndMessage(
  end: EndedRequest,
  redactor: Redactor,
  { bodies }: { bodies: boolean },
): EndMessage {
  const headers = redactor.headers(end.responseHeaders ?? [])
  const named = nameIn(redactor)
  return {
    who: end.who,
    phase: end.phase,
    status: end.status,
    ttfbMs: end.ttfbMs,
    durationMs: end.durationMs,
    model: named(end.model),
    routedModel: named(end.routedModel),
    provider: end.provider,
    isStreaming: end.isStreaming,
    demoted: end.demoted ?? false,
    usage: toTokenCounts(end.usage ?? {}),
    stopReason: named(end.stopReason),
    errorType: named(end.errorType),
    streamError: textOrNone(end.streamError, redactor),
    route: end.route,
    cause: end.cause,
    upstreamHost: textOrNone(end.upstreamHost, redactor),
    attempts: toAttemptList(end.attempts ?? [], redactor),
    organizationId: named(headerOf(headers, 'anthropic-organization-id')),
    responseHeaders: joinHeaders(headers),
    rateLimit: pickRateLimits(headers),
    keepBody: bodies,
    requestBody: end.requestBody,
    responseBody: bodies && end.responseBody !== undefined ? joined(end.responseBody) : undefined,
    ...(bodies && missingOf(end)),
  }
}

function textOrNone(text: string | undefined, redactor: Redactor): string | undefined {
  return text === undefined ? undefined : redactor.text(text)
}

/** As JSON, times in whole ms. */
function toAttemptList(attempts: readonly StoredAttempt[], redactor: Redactor): string | undefined {
  if (attempts.length === 0) return undefined
  return JSON.stringify(
    attempts.map(({ startedMs = 0, durationMs, ...attempt }) => ({
      ...attempt,
      model: nameIn(redactor)(attempt.model),
      startedMs: Math.round(startedMs),
      durationMs: durationMs === undefined ? undefined : Math.round(durationMs),
    })),
  )
}

/** Others choose these names, and a header's value may be long. */
function nameIn({ name }: Redactor): (text: string | undefined) => string | undefined {
  return (text) => (text === undefined ? undefined : name(text))
}

function missingOf(end: EndedRequest): { missing?: MissingBodies } {
  const request = end.requestBody === undefined && Boolean(end.requestBytes)
  const response = end.responseBody === undefined && Boolean(end.responseBytes)
  if (!request && !response) return {}
  return {
    missing: {
      ...(request && { request: end.requestBytes }),
      ...(response && { response: end.responseBytes }),
    },
  }
}

function toTokenCounts(usage: Readonly<Record<string, unknown>>): TokenCounts {
  const count = (name: string, of: object = usage) => {
    const value: unknown = Reflect.get(of, name)
    return typeof value === 'number' ? value : undefined
  }
  const split = usage['cache_creation']
  const tier = usage['service_tier']
  return {
    input: count('input_tokens'),
    output: count('output_tokens'),
    cacheCreation: count('cache_creation_input_tokens'),
    cacheCreation1h:
      typeof split === 'object' && split !== null ? count('ephemeral_1h_input_tokens', split) : undefined,
    cacheRead: count('cache_read_input_tokens'),
    serviceTier: typeof tier === 'string' ? tier : undefined,
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts)
}
