import type { ErrorCode } from './errors.ts'

/**
 * Log codes of failures between Signalbox and a configured provider. A failure on the connection to the client's own
 * Anthropic has the matching code of `ERRORS`.
 */
const PROVIDER_CODES = {
  upstream_unreachable: 'provider_unreachable',
  upstream_untrusted: 'provider_untrusted',
  upstream_forbidden: 'provider_forbidden',
  upstream_timeout: 'provider_timeout',
  upstream_broke: 'provider_broke',
  upstream_redirected: 'provider_redirected',
} as const satisfies Partial<Record<ErrorCode, string>>

/** Failures that only occur in a translated request. */
export type TranslationCode =
  | 'provider_unreadable'
  | 'provider_key_missing'
  | 'provider_misconfigured'
  | 'request_untranslatable'

/**
 * A 200 response that is not an API message, such as a page from a captive portal. It is passed to the client
 * unchanged.
 */
export type ContentCode = 'response_not_api'

export type FailureCode =
  | ErrorCode
  | TranslationCode
  | ContentCode
  | (typeof PROVIDER_CODES)[keyof typeof PROVIDER_CODES]

/** `upstream_unreachable` → `provider_unreachable`; codes that do not concern the upstream are unchanged. */
export function toProviderCode(code: ErrorCode): FailureCode {
  return isProviderCode(code) ? PROVIDER_CODES[code] : code
}

function isProviderCode(code: ErrorCode): code is keyof typeof PROVIDER_CODES {
  return Object.hasOwn(PROVIDER_CODES, code)
}

/** Codes of requests that the upstream interrupted or answered with something that is not a response. */
const ENDED_BY_UPSTREAM: ReadonlySet<FailureCode> = new Set([
  'upstream_broke',
  'provider_broke',
  'provider_unreadable',
  'stream_ended_early',
  'stream_unreadable',
  'response_too_large',
  'response_not_api',
  'upstream_coding',
])

/** The side that ended a request with this failure code. Failures that Signalbox decides on count as `proxy`. */
export function endedBy(code: FailureCode): 'upstream' | 'proxy' {
  return ENDED_BY_UPSTREAM.has(code) ? 'upstream' : 'proxy'
}
