import { type Coded, coded, inEnglish, toMessage } from '../../../../shared/language/say.ts'
import type { ProviderView } from '../../../../shared/provider-api.ts'
import { ProviderError } from '../../../providers/errors.ts'
import { PROVIDER_TYPES } from '../../../providers/provider-types.ts'
import { type Environment, resolveProvider } from '../../../providers/resolve-provider.ts'
import type { RoutedProvider } from '../../../proxy/route/routing-config.ts'

/** A provider resolved from file and environment. The key is for comparison only, never for display. */
export interface ProviderFacts {
  apiBaseUrl: string | undefined
  apiKey: string | undefined
  /** The reason that the provider can't be used. */
  issue: Coded | undefined
}

/** @param upstream the configured upstream of requests with the client's own sign-in; a kept gateway replaces it */
export function readProviderFacts(
  { config, type, credential }: RoutedProvider,
  { env, upstream }: { env: Environment; upstream: URL },
): ProviderFacts {
  if (credential === 'client') {
    const apiBaseUrl = config.apiBaseUrl ?? upstream.href.replace(/\/$/, '')
    return { apiBaseUrl, apiKey: undefined, issue: undefined }
  }
  const address = config.apiBaseUrl ?? PROVIDER_TYPES[type].baseUrl
  if (type === 'anthropic') {
    const issue =
      config.apiKey === undefined ? coded('provider.no_key', { provider: config.name }) : undefined
    return { apiBaseUrl: address, apiKey: config.apiKey, issue }
  }
  try {
    const { baseUrl, apiKey } = resolveProvider(config, env)
    return { apiBaseUrl: baseUrl, apiKey, issue: undefined }
  } catch (error) {
    if (!(error instanceof ProviderError) || error.issue === undefined) throw error
    return { apiBaseUrl: address, apiKey: config.apiKey, issue: error.issue }
  }
}

/** A provider as the API may expose it. */
export function viewProvider(
  provider: RoutedProvider,
  { apiBaseUrl = '', apiKey, issue }: ProviderFacts,
): ProviderView {
  const { config, type, source } = provider
  return {
    name: config.name,
    type,
    // The file's is shown as it is, because it is edited where it is shown.
    apiBaseUrl: source === 'file' ? apiBaseUrl : withoutSecrets(apiBaseUrl),
    ...(apiKey !== undefined && { apiKey: maskKey(apiKey) }),
    keySource: keySourceOf(provider, apiKey),
    models: config.models ?? [],
    enabled: config.enabled,
    ...(config.maxTokens !== undefined && { maxTokens: config.maxTokens }),
    source,
    ...(issue !== undefined && { problem: inEnglish(issue), issue: toMessage(issue) }),
  }
}

/** Without user info and query, which may carry a key. */
function withoutSecrets(address: string): string {
  const url = URL.parse(address)
  if (url === null || `${url.username}${url.password}${url.search}` === '') return address
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`
}

function keySourceOf(
  { config, credential, source }: RoutedProvider,
  apiKey: string | undefined,
): ProviderView['keySource'] {
  if (credential === 'client') return 'client'
  if (apiKey === undefined) return 'none'
  return config.apiKey !== undefined && source === 'file' ? 'file' : 'environment'
}

const DOT = '•'

/** Keeps the last four characters of a long key: enough to recognize it, too few to use it. */
function maskKey(key: string): string {
  return DOT.repeat(8) + (key.length >= 16 ? key.slice(-4) : '')
}

/** No valid key contains the dot, which can't be sent in a header. */
export function isMasked(key: string): boolean {
  return key.includes(DOT)
}
