import { AppError } from '../../shared/errors.ts'
import { type FailureCode, toProviderCode } from '../../shared/failure-code.ts'
import { ProviderError } from './errors.ts'
import type { ErrorContext } from './quote-provider.ts'
import { redactProviderMessage } from './redact-provider-message.ts'

/** Failures before any byte of the request was sent: name resolution, routing, refused connection, TLS trust. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** A connection that failed, broke or timed out; the error of a timeout is named `TimeoutError`. */
export function fromNetworkError(error: unknown, context: ErrorContext): ProviderError {
  const cause = slimCause(error, context)
  if (isTimeout(error)) {
    const message = `The provider "${context.name}" didn’t respond in time.`
    return new ProviderError('timeout_error', message, { failure: 'provider_timeout', cause })
  }
  const nothingSent = causesOf(error).some((each) => NOT_CONNECTED.has(codeOf(each) ?? ''))
  const message = nothingSent
    ? [`Signalbox can’t reach the provider "${context.name}".`, detailsOf(error)].filter(Boolean).join(' ')
    : `The connection to the provider "${context.name}" was interrupted.`
  return new ProviderError('api_error', message, {
    status: 502,
    nothingSent,
    failure: failureOf(error, nothingSent),
    cause,
  })
}

/** Host, port and code, from our own fetch. */
function detailsOf(error: unknown): string | undefined {
  return causesOf(error).find((each) => each instanceof AppError)?.details
}

/** Our own fetch reports the kind of failure; others only show whether a connection was made. */
function failureOf(error: unknown, nothingSent: boolean): FailureCode {
  const known = causesOf(error).find((each) => each instanceof AppError)
  if (known !== undefined) return toProviderCode(known.code)
  return nothingSent ? 'provider_unreachable' : 'provider_broke'
}

function isTimeout(error: unknown): boolean {
  return causesOf(error).some(({ name }) => name === 'TimeoutError')
}

/** `fetch` reports an interrupted response without a code (`TypeError: terminated`). */
const BROKEN = new Set(['terminated', 'fetch failed', 'Failed to fetch'])

export function isNetworkError(error: unknown): boolean {
  return causesOf(error).some(({ name, message, ...each }) => {
    return name === 'AbortError' || name === 'TimeoutError' || BROKEN.has(message) || 'code' in each
  })
}

/** The error for the log, without the request, URL and response that library errors carry. */
export function slimCause(error: unknown, { apiKey }: ErrorContext): Error {
  const words = causesOf(error).map((each) => [each.name, codeOf(each)].filter(Boolean).join(' '))
  return new Error(redactProviderMessage(words.join(' ← ') || typeof error, { secrets: [apiKey] }))
}

/** The error and its causes, including each attempt of one connection. */
function causesOf(error: unknown): Error[] {
  const found: Error[] = []
  const open: unknown[] = [error]
  while (open.length > 0 && found.length < 16) {
    const next = open.shift()
    if (!(next instanceof Error)) continue
    found.push(next)
    open.push(next.cause, ...(next instanceof AggregateError ? next.errors : []))
  }
  return found
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
