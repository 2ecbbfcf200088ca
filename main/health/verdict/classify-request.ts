import { kindOfCode } from './kind-of-code.ts'
import type { FailureKind, Outcome } from './outcome.ts'

/** The parts of a finished request that reveal the state of its upstream. */
export interface EndedExchange {
  /** Undefined if the client disconnected before there was one. */
  status?: number | undefined
  endedBy: 'client' | 'proxy' | 'upstream' | 'shutdown'
  /** True if the upstream's headers arrived. */
  fromUpstream: boolean
  /** One of our error codes, or `upstream_<status>`. */
  error: string | undefined
  /** Error code behind one of our own errors: `ECONNREFUSED`. */
  cause?: string | undefined
  /** Anthropic's `error.type`. */
  errorType?: string | undefined
  /** The reason that a stream is incomplete. */
  streamError?: string | undefined
  responseHeaders?: readonly string[] | undefined
  responseBytes?: number | undefined
}

/** One attempt of a request that had several. */
interface EndedAttempt {
  provider: string | undefined
  /** Since the request was accepted, in ms. */
  startedMs: number | undefined
  status?: number | undefined
  /** One of our own codes. */
  errorType?: string | undefined
  cause?: string | undefined
}

/** Outcome of a request at one upstream. */
export interface JudgedAttempt {
  upstream: string
  startedMs: number
  judged: Judged
}

type Judged = { kind: Outcome['kind']; status?: number | undefined; cause?: string | undefined }

/** Our own errors, by their meaning for the upstream. Any others were caused by the client. */
const KINDS: Readonly<Record<string, FailureKind | 'suspended'>> = {
  upstream_unreachable: 'unreachable',
  upstream_forbidden: 'unreachable',
  upstream_untrusted: 'tls',
  upstream_timeout: 'timeout',
  upstream_broke: 'broken',
  stream_ended_early: 'broken',
  stream_unreadable: 'broken',
  response_too_large: 'broken',
  response_not_api: 'foreign',
  upstream_coding: 'broken',
  upstream_redirected: 'server_error',
  outbound_proxy_failed: 'outbound_proxy',
  outbound_proxy_auth: 'outbound_proxy',
  provider_unreachable: 'unreachable',
  provider_forbidden: 'unreachable',
  provider_untrusted: 'tls',
  provider_timeout: 'timeout',
  provider_broke: 'broken',
  provider_redirected: 'server_error',
  provider_unreadable: 'server_error',
  provider_key_missing: 'own',
  provider_misconfigured: 'own',
  circuit_open: 'suspended',
  rate_limited: 'limited',
  internal: 'own',
  no_provider: 'own',
  upstream_is_self: 'own',
}

/**
 * `error` events of a stream that began with 200, and the status that Anthropic would have sent without a stream
 * (https://docs.anthropic.com/en/api/errors).
 */
const ERROR_TYPES: Readonly<Record<string, Judged>> = {
  overloaded_error: { kind: 'overloaded', status: 529 },
  api_error: { kind: 'server_error', status: 500 },
  timeout_error: { kind: 'timeout', status: 504 },
  rate_limit_error: { kind: 'limited', status: 429 },
  authentication_error: { kind: 'rejected', status: 401 },
  permission_error: { kind: 'rejected', status: 403 },
  invalid_request_error: { kind: 'responded', status: 400 },
  not_found_error: { kind: 'responded', status: 404 },
  request_too_large: { kind: 'responded', status: 413 },
}

/**
 * Outcomes of a request at every upstream that it was sent to, in order: the success of a fallback doesn't hide the
 * first failure. Retries at one upstream count once.
 */
export function classifyAttempts(
  request: EndedExchange & { provider?: string | undefined; attempts: readonly EndedAttempt[] },
): JudgedAttempt[] {
  const { provider = 'anthropic', attempts } = request
  const last = classifyRequest(request)
  const own = last === undefined ? [] : [{ upstream: provider, startedMs: 0, judged: last }]
  // Nearly every request has one attempt.
  if (attempts.length === 0) return own
  const before = attempts.filter(
    (one, at) =>
      one.provider !== provider && !attempts.slice(at + 1).some((later) => later.provider === one.provider),
  )
  const judged = before.flatMap(
    ({ provider: upstream = 'anthropic', startedMs = 0, status, errorType: error, cause }) => {
      const ended = {
        status: status ?? 502,
        endedBy: 'proxy' as const,
        fromUpstream: status !== undefined,
        error,
        cause,
      }
      const one = classifyRequest(ended)
      return one === undefined ? [] : [{ upstream, startedMs, judged: one }]
    },
  )
  return [...judged, ...own]
}

/**
 * Outcome of one request at its upstream. Undefined where there is none: Signalbox responded itself, or the client
 * cancelled before there was a response.
 *
 * @internal exported for its test
 */
export function classifyRequest(exchange: EndedExchange): Judged | undefined {
  const { endedBy, fromUpstream, error, cause } = exchange
  if (endedBy === 'client' || endedBy === 'shutdown') return fromUpstream ? { kind: 'responded' } : undefined
  const known = error === undefined ? undefined : KINDS[error]
  // Only the cause tells why a connection failed.
  if (known === 'unreachable' || known === 'tls') return { kind: orTls(known, cause), cause }
  // The cause is the media type received.
  if (known === 'foreign') return { kind: known, cause }
  if (known !== undefined) return { kind: known, cause: cause ?? error }
  if (!fromUpstream) return undefined
  return exchange.streamError === undefined ? fromStatus(exchange) : fromStream(exchange)
}

function orTls(known: 'unreachable' | 'tls', cause: string | undefined): FailureKind {
  return known === 'tls' ? 'tls' : kindOfCode(cause)
}

function fromStream({ errorType }: EndedExchange): Judged {
  if (errorType === undefined) return { kind: 'broken' }
  return ERROR_TYPES[errorType] ?? { kind: 'server_error', status: 500 }
}

function fromStatus(exchange: EndedExchange): Judged {
  const { status = 0, responseHeaders = [], responseBytes = 0 } = exchange
  // A page isn't a success of any endpoint, but doesn't prove a failure either.
  if (status < 300 && responseBytes > 0 && isPage(responseHeaders)) return { kind: 'responded' }
  if (status < 400) return { kind: 'ok' }
  if (status === 401 || status === 403) return { kind: 'rejected', status }
  if (status === 429) return { kind: 'limited', status }
  return status < 500 ? { kind: 'responded' } : fromServerError(status, exchange)
}

/** Statuses with which a provider of another format that could not be reached is reported. */
const FAILED_PROVIDER: Readonly<Record<number, FailureKind>> = { 502: 'unreachable', 504: 'timeout' }

function fromServerError(status: number, { errorType, responseHeaders = [] }: EndedExchange): Judged {
  const failed = isFailedProvider(responseHeaders) ? FAILED_PROVIDER[status] : undefined
  if (failed !== undefined) return { kind: failed }
  const isOverloaded = status === 529 || errorType === 'overloaded_error'
  return { kind: isOverloaded ? 'overloaded' : 'server_error', status }
}

function isPage(headers: readonly string[]): boolean {
  return isHeader(headers, 'content-type', (value) => /^text\/html\b/i.test(value))
}

/** A failed provider of another format, translated to Anthropic's errors. */
function isFailedProvider(headers: readonly string[]): boolean {
  return isHeader(headers, 'x-proxy-error', (value) => value === 'provider_failed')
}

/** True if a header with this lower-case name has a matching value. */
function isHeader(headers: readonly string[], name: string, isSuch: (value: string) => boolean): boolean {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.length !== name.length || headers[i]?.toLowerCase() !== name) continue
    if (isSuch(headers[i + 1] ?? '')) return true
  }
  return false
}
