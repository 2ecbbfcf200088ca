import { parseJson } from '../base/json/parse-json.ts'
import {
  APICallError,
  InvalidPromptError,
  TypeValidationError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider'
import { ProviderError } from './errors.ts'
import { fromErrorFacts } from './from-error-facts.ts'
import { isRecord } from '../base/json/is-record.ts'
import { fromNetworkError, isNetworkError, slimCause } from './from-network-error.ts'
import { type ErrorFacts, readErrorBody } from './read-error-body.ts'
import { sayTooLong } from './too-long.ts'
import { type ErrorContext, quoteProvider } from './quote-provider.ts'

/**
 * Converts any failure of a provider or its library to Anthropic's format. Below 500 the provider's message is passed
 * on, because it tells the user what to do; from 500 on it is only logged.
 */
export function toProviderError(error: unknown, context: ErrorContext): ProviderError {
  if (error instanceof ProviderError) return error
  if (APICallError.isInstance(error)) return fromApiCall(error, context)
  if (UnsupportedFunctionalityError.isInstance(error) || InvalidPromptError.isInstance(error)) {
    const message = quoteProvider(context, error.message)
    const failure = 'request_untranslatable'
    return new ProviderError('invalid_request_error', message, { nothingSent: true, failure })
  }
  // Errors in a stream arrive as plain objects; the library's own errors are classes.
  if (isRecord(error) && !(error instanceof Error)) return fromStream(error, context)
  // Some providers send errors in the middle of a stream in their own format.
  if (TypeValidationError.isInstance(error) && readErrorBody(error.value).message !== undefined) {
    return fromStream(isRecord(error.value) ? error.value : {}, context)
  }
  // Everything else is a library that could not parse the response.
  return isNetworkError(error) ? fromNetworkError(error, context) : fromUnreadable(error, context)
}

function fromApiCall(error: APICallError, context: ErrorContext): ProviderError {
  const { statusCode: status, responseHeaders: headers = {} } = error
  if (status === undefined) return fromNetworkError(error.cause ?? error, context)
  const facts = readErrorBody(error.data ?? parseJson(error.responseBody ?? ''))
  if (status >= 400) return fromErrorFacts(facts, { status, headers, context })

  // The status is a success, but the body is an error, was interrupted, or is in another format.
  if (facts.message !== undefined) {
    return fromErrorFacts(facts, { status: facts.status ?? statusOf(facts), headers, context })
  }
  return isNetworkError(error.cause) ? fromNetworkError(error.cause, context) : fromUnreadable(error, context)
}

/** `{message, type, code, statusCode, data}` of the library, or the unchanged error of the stream. */
function fromStream(error: Record<string, unknown>, context: ErrorContext): ProviderError {
  const outer = readErrorBody(error)
  const inner = readErrorBody(error['data'])
  const facts: ErrorFacts = { ...inner, ...outer, words: `${outer.words} ${inner.words}`.trim() }
  const known = typeof error['statusCode'] === 'number' ? error['statusCode'] : undefined
  const status = known ?? facts.status ?? statusOf(facts)
  return fromErrorFacts(facts, { status, headers: {}, context })
}

const STATUS_OF_WORDS: readonly (readonly [RegExp, number])[] = [
  // OpenAI and Groq use the kind of limit as the error type: tokens or requests, per minute or per day.
  [/quota|rate.?limit|resource.?exhausted|too.?many|capacity.?exceeded|\b(?:tokens|requests)\b/, 429],
  [/overload/, 529],
  [/auth|api.?key/, 401],
  [/permission|forbidden/, 403],
  [/not.?found/, 404],
  [/invalid|bad.?request|context.?length|unsupported/, 400],
  [/timeout|deadline/, 504],
]

/** For errors without a status code. */
function statusOf({ words, message = '' }: ErrorFacts): number {
  if (/rate limit/i.test(message)) return 429
  const known = STATUS_OF_WORDS.find(([pattern]) => pattern.test(words))?.[1]
  return known ?? (sayTooLong({ words, message }) === undefined ? 500 : 400)
}

function fromUnreadable(error: unknown, context: ErrorContext): ProviderError {
  const message = `The provider "${context.name}" sent a response in an unknown format.`
  const cause = slimCause(error, context)
  return new ProviderError('api_error', message, { status: 502, failure: 'provider_unreadable', cause })
}
