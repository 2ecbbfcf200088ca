import type { ErrorCode } from './errors.ts'

/**
 * Codes of failures between Signalbox and a configured provider, as they are logged. A failure on the way to the
 * client's own Anthropic has the matching code of `ERRORS`.
 */
const PROVIDER_CODES = {
  upstream_unreachable: 'provider_unreachable',
  upstream_untrusted: 'provider_untrusted',
  upstream_forbidden: 'provider_forbidden',
  upstream_timeout: 'provider_timeout',
  upstream_broke: 'provider_broke',
  upstream_redirected: 'provider_redirected',
} as const satisfies Partial<Record<ErrorCode, string>>

/** Failures that only a translated request can have. */
export type TranslationCode =
  | 'provider_unreadable'
  | 'provider_key_missing'
  | 'provider_misconfigured'
  | 'request_untranslatable'

/** A message that came with 200, and is none: a page of whatever sits in between. The client gets it as it is. */
export type ContentCode = 'response_not_api'

export type FailureCode =
  | ErrorCode
  | TranslationCode
  | ContentCode
  | (typeof PROVIDER_CODES)[keyof typeof PROVIDER_CODES]

/** `upstream_unreachable` → `provider_unreachable`; a code that says nothing of the upstream stays as it is. */
export function toProviderCode(code: ErrorCode): FailureCode {
  return isProviderCode(code) ? PROVIDER_CODES[code] : code
}

function isProviderCode(code: ErrorCode): code is keyof typeof PROVIDER_CODES {
  return Object.hasOwn(PROVIDER_CODES, code)
}

/** The other side ended these, or sent something that is no response; Signalbox put them into words. */
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

/** Who ended a request that failed with this code. An error that Signalbox decided on is its own, wherever it came from. */
export function endedBy(code: FailureCode): 'upstream' | 'proxy' {
  return ENDED_BY_UPSTREAM.has(code) ? 'upstream' : 'proxy'
}
