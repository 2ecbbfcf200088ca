import { type Environment, resolveProvider } from '../../providers/resolve-provider.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { RoutedProvider, RoutingConfig } from './routing-config.ts'

/** The address of one provider. */
export interface ProviderTarget {
  name: string
  baseUrl: URL
}

/**
 * The addresses of all usable providers, for reachability checks. Providers without a key or an address are left out.
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
