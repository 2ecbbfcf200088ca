import { ERROR_STATUSES } from '../base/anthropic/error-statuses.ts'
import type { Coded } from '../../shared/language/say.ts'
import type { FailureCode } from '../../shared/failure-code.ts'
import type { ErrorType } from '../base/anthropic/error-statuses.ts'

interface Details extends ErrorOptions {
  /** Only with `api_error`. */
  status?: number
  /** True if the same request may succeed later. Default: by type. */
  retry?: boolean
  /** The provider's own `retry-after` and `retry-after-ms`. */
  retryHeaders?: Readonly<Record<string, string>>
  /** True when no byte of the request can have reached the provider. */
  nothingSent?: boolean
  /** For the UI: the problem in the provider's configuration. */
  issue?: Coded
  /** For the log. Absent if the provider itself returned the error. */
  failure?: FailureCode
}

/**
 * A failure of a translated request, in Anthropic's error format. The message is for the user of Claude Code and
 * contains no key and no private address; `cause` is for the log.
 */
export class ProviderError extends Error {
  readonly type: ErrorType
  readonly status: number
  readonly retry: boolean
  readonly nothingSent: boolean
  readonly issue: Coded | undefined
  /** Undefined if the provider itself returned the error. */
  readonly failure: FailureCode | undefined
  /** Response headers: `x-should-retry`, which Claude Code's SDK reads first, and the retry delay. */
  readonly headers: Readonly<Record<string, string>>

  constructor(type: ErrorType, message: string, details: Details = {}) {
    super(message, details)
    this.name = 'ProviderError'
    this.type = type
    this.status = type === 'api_error' ? (details.status ?? 500) : ERROR_STATUSES[type]
    this.retry = details.retry ?? isWorthRetrying(this.status)
    this.nothingSent = details.nothingSent ?? false
    this.failure = details.failure
    this.issue = details.issue
    this.headers = { 'x-should-retry': String(this.retry), ...details.retryHeaders }
  }
}

/** A request that cannot be translated. The message begins with the field, as in Anthropic's own errors. */
export function cannotTranslate(field: string, problem: string): ProviderError {
  return new ProviderError('invalid_request_error', `${field}: ${problem}`, {
    nothingSent: true,
    failure: 'request_untranslatable',
  })
}

/** The provider sent more than the size limit. A retry would fail the same way. */
export function tooLarge(): ProviderError {
  return new ProviderError('api_error', 'The provider’s response is larger than Signalbox accepts.', {
    status: 502,
    retry: false,
    failure: 'response_too_large',
  })
}

/** Anthropic's error body, for a response that has not begun. */
export function toErrorBody(error: ProviderError, requestId: string): string {
  const { type, message } = error
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId })
}

function isWorthRetrying(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}
