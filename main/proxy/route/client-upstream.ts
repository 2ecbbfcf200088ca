import type { RoutingConfig } from './routing-config.ts'

/**
 * The upstream of requests that are not routed: a kept gateway or an address in the settings replaces the configured
 * one.
 */
export function clientUpstream({ providers }: Pick<RoutingConfig, 'providers'>, configured: URL): URL {
  const address = providers.get('anthropic')?.config.apiBaseUrl
  return (address === undefined ? null : URL.parse(address)) ?? configured
}
