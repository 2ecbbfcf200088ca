import { t } from '../language/t.ts'

/** Short words for error types: Anthropic's `error.type`, and Signalbox's own codes. */
const WORDS: Readonly<Record<string, () => string>> = {
  api_error: () => t('server error'),
  authentication_error: () => t('not authenticated'),
  billing_error: () => t('billing error'),
  conflict_error: () => t('conflict'),
  invalid_request_error: () => t('invalid request'),
  not_found_error: () => t('not found'),
  overloaded_error: () => t('overloaded'),
  permission_error: () => t('not permitted'),
  rate_limit_error: () => t('rate limited'),
  request_too_large: () => t('too large'),
  timeout_error: () => t('timed out'),
  budget_reached: () => t('budget used up'),
  body_corrupt: () => t('body corrupt'),
  body_too_large: () => t('too large'),
  circuit_open: () => t('provider paused'),
  draining: () => t('draining'),
  internal: () => t('internal error'),
  invalid_json: () => t('invalid JSON'),
  no_provider: () => t('no provider'),
  outbound_proxy_auth: () => t('proxy requires sign-in'),
  outbound_proxy_failed: () => t('proxy unreachable'),
  provider_key_missing: () => t('key missing'),
  provider_misconfigured: () => t('misconfigured'),
  provider_unknown: () => t('unknown provider'),
  rate_limited: () => t('Signalbox limit reached'),
  request_incomplete: () => t('body incomplete'),
  request_untranslatable: () => t('can’t be translated'),
  response_not_api: () => t('not an API response'),
  stream_ended_early: () => t('stream interrupted'),
  stream_unreadable: () => t('stream unreadable'),
  unsupported_encoding: () => t('unknown encoding'),
  upstream_is_self: () => t('proxy loop'),
  use_messages: () => t('wrong endpoint'),
}

/** Transport failures to Anthropic (`upstream_…`) and to other providers (`provider_…`). */
const ON_THE_WAY: Readonly<Record<string, (name: string) => string>> = {
  unreachable: (name) => t('{{name}} unreachable', { name }),
  untrusted: (name) => t('{{name}} not trusted', { name }),
  forbidden: (name) => t('{{name}} forbidden', { name }),
  timeout: (name) => t('{{name}} timed out', { name }),
  broke: (name) => t('{{name}} disconnected', { name }),
  redirected: (name) => t('{{name}} redirects', { name }),
  unreadable: (name) => t('{{name}} unreadable', { name }),
}

/** An upstream error without a type: only its status is known. */
const STATUS_ONLY = /^upstream_\d{3}$/

/**
 * `overloaded_error` → `overloaded` · `provider_unreachable` of `local` → `local unreachable`. Undefined if the status
 * says it all; unknown types are returned unchanged.
 */
export function errorWord(errorType: string, provider: string | undefined): string | undefined {
  if (STATUS_ONLY.test(errorType)) return undefined
  const known = own(WORDS, errorType)
  if (known !== undefined) return known()
  const [, side, way = ''] = /^(upstream|provider)_(\w+)$/.exec(errorType) ?? []
  const onTheWay = own(ON_THE_WAY, way)
  if (side !== undefined && onTheWay !== undefined) {
    return onTheWay(side === 'provider' && provider !== undefined ? provider : t('upstream'))
  }
  return errorType.replace(/_error$/, '').replaceAll('_', ' ')
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
