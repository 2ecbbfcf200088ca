import { type Environment, resolveProvider } from '../../providers/resolve-provider.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { RoutedProvider, RoutingConfig } from './routing-config.ts'

/** Where one provider is. */
export interface ProviderTarget {
  name: string
  baseUrl: URL
}

/**
 * The addresses of all providers that may be asked, for a look whether they are there. One that lacks its key or its
 * address can be asked nothing, and is left out.
 */
export function listTargets(
  { providers }: Pick<RoutingConfig, 'providers'>,
  { env, upstream }: { env: Environment; upstream: URL },
): ProviderTarget[] {
  return [...providers].flatMap(([name, provider]) => {
    const address = provider.config.enabled ? addressOf(provider, { env, upstream }) : undefined
    const baseUrl = address === undefined ? null : URL.parse(address)
    return baseUrl === null ? [] : [{ name, baseUrl }]
  })
}

function addressOf(
  { config, type }: RoutedProvider,
  { env, upstream }: { env: Environment; upstream: URL },
): string | undefined {
  if (type === 'anthropic') return config.apiBaseUrl ?? upstream.href
  try {
    return resolveProvider(config, env).baseUrl
  } catch (error) {
    if (error instanceof ProviderError) return undefined
    throw error
  }
}
