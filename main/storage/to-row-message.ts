import { pickRateLimits } from './rate-limit-headers.ts'
import type { EndMessage, RowMessage, TokenCounts } from './protocol.ts'
import type { Redactor } from './redact/create-redactor.ts'
import type { EndedRequest, OpenedRequest } from './store.ts'
import { headerOf, joinHeaders } from './headers.ts'

/** A request as the worker gets it: every secret is replaced here, before it leaves this thread. */
export function toRowMessage(request: OpenedRequest, redactor: Redactor): RowMessage {
  const { requestId, startedAt, method, target } = request
  const headers = redactor.headers(request.headers)
  const mark = target.indexOf('?')
  return {
    requestId,
    startedAt,
    method,
    endpoint: redactor.text(mark === -1 ? target : target.slice(0, mark)),
    query: mark === -1 ? undefined : redactor.query(target.slice(mark + 1)),
    userAgent: headerOf(headers, 'user-agent'),
    contentType: headerOf(headers, 'content-type'),
    sessionId: headerOf(headers, 'x-claude-code-session-id'),
    requestHeaders: joinHeaders(headers),
    end: undefined,
  }
}

/** How it ended. Bodies are copied, into memory that can go to the worker. */
export function toEndMessage(
  end: EndedRequest,
  redactor: Redactor,
  { bodies }: { bodies: boolean },
): EndMessage {
  const headers = redactor.headers(end.responseHeaders ?? [])
  return {
    who: end.who,
    phase: end.phase,
    status: end.status,
    ttfbMs: end.ttfbMs,
    durationMs: end.durationMs,
    model: end.model,
    routedModel: end.routedModel,
    provider: end.provider,
    isStreaming: end.isStreaming,
    demoted: end.demoted ?? false,
    usage: toTokenCounts(end.usage ?? {}),
    stopReason: end.stopReason,
    errorType: end.errorType,
    streamError: end.streamError === undefined ? undefined : redactor.text(end.streamError),
    organizationId: headerOf(headers, 'anthropic-organization-id'),
    responseHeaders: joinHeaders(headers),
    rateLimit: pickRateLimits(headers),
    keepBody: bodies,
    requestBody: end.requestBody === undefined ? undefined : joined([end.requestBody]),
    responseBody: bodies && end.responseBody !== undefined ? joined(end.responseBody) : undefined,
  }
}

function toTokenCounts(usage: Readonly<Record<string, unknown>>): TokenCounts {
  const count = (name: string) => {
    const value = usage[name]
    return typeof value === 'number' ? value : undefined
  }
  const tier = usage['service_tier']
  return {
    input: count('input_tokens'),
    output: count('output_tokens'),
    cacheCreation: count('cache_creation_input_tokens'),
    cacheRead: count('cache_read_input_tokens'),
    serviceTier: typeof tier === 'string' ? tier : undefined,
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
