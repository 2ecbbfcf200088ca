import { ProviderError } from './errors.ts'
import type { ErrorType } from '../base/anthropic/error-statuses.ts'
import { type ErrorContext, quoteProvider } from './quote-provider.ts'
import type { ErrorFacts } from './read-error-body.ts'
import { sayTooLong } from './too-long.ts'

/**
 * Error types by status. Other statuses below 500 are `invalid_request_error`; 5xx keep their status as `api_error`.
 */
const TYPES: Readonly<Record<number, ErrorType>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
}

/** Statuses of a prompt that does not fit. */
const NO_FIT: ReadonlySet<number> = new Set([400, 413, 422])

interface Given {
  /** 400–599 */
  status: number
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  context: ErrorContext
}

/** Converts a provider's error to Anthropic's format. */
export function fromErrorFacts(facts: ErrorFacts, { status, headers, context }: Given): ProviderError {
  const quoted = facts.message === undefined ? undefined : quoteProvider(context, facts.message)
  const retryHeaders = readRetryHeaders(facts, headers)
  if (status >= 500) return fromFailure({ facts, status, quoted, retryHeaders, context })

  const message = quoted ?? `The provider "${context.name}" responded with ${status}.`
  const tooLong = NO_FIT.has(status) ? sayTooLong(facts) : undefined
  if (tooLong !== undefined) return new ProviderError('invalid_request_error', `${tooLong}: ${message}`)
  // Retrying does not help without credit, and Claude Code would retry forever.
  const isBroke = /insufficient.?quota|billing/.test(facts.words)
  return new ProviderError(TYPES[status] ?? 'invalid_request_error', message, {
    retryHeaders,
    ...(isBroke && { retry: false }),
  })
}

/** A failure of the provider: its message is only logged. */
function fromFailure({
  facts,
  status,
  quoted,
  retryHeaders,
  context,
}: Omit<Given, 'headers'> & {
  facts: ErrorFacts
  quoted: string | undefined
  retryHeaders: Record<string, string>
}): ProviderError {
  const details = { retryHeaders, ...(quoted !== undefined && { cause: new Error(quoted) }) }
  const isOverloaded = status === 529 || /overload/i.test(`${facts.words} ${facts.message ?? ''}`)
  return isOverloaded
    ? new ProviderError('overloaded_error', `The provider "${context.name}" is overloaded.`, details)
    : new ProviderError('api_error', `The provider "${context.name}" failed (${status}).`, {
        status,
        ...details,
      })
}

function readRetryHeaders(facts: ErrorFacts, headers: Given['headers']): Record<string, string> {
  const given = ['retry-after', 'retry-after-ms'].flatMap((name) => {
    const value = headers[name]
    return value !== undefined && /^[\w ,:.+-]{1,64}$/.test(value) ? [[name, value] as const] : []
  })
  if (given.length > 0 || facts.retryAfter === undefined) return Object.fromEntries(given)
  return { 'retry-after': String(facts.retryAfter) }
}
