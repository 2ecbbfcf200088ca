import type { ProviderConfig, ProviderType, RouteConfig } from '../../../shared/live-settings.ts'

/** A provider as routing sees it. `resolveProvider` derives address and key from `config` and the environment. */
export interface RoutedProvider {
  config: ProviderConfig
  type: ProviderType
  /**
   * `client`: requests carry the client's own credentials and are sent to the configured upstream; only for
   * `anthropic`. `own`: they carry the provider's key or none, and never the client's.
   */
  credential: 'client' | 'own'
  source: 'built-in' | 'environment' | 'file'
}

/** All routing configuration. Rebuilt when any part of it changes. */
export interface RoutingConfig {
  /** By name. Always contains `anthropic`. */
  providers: ReadonlyMap<string, RoutedProvider>
  routes: ReadonlyMap<string, RouteConfig>
  /** `PROVIDER=<name>`: every request is sent there; `model`, if set, replaces the client's. */
  single: { provider: string; model: string | undefined } | undefined
  subagents: {
    enable: boolean
    /** Agent name → model, or `provider,model`. */
    mappings: ReadonlyMap<string, string>
    /** `promptHash` of an agent's prompt → its name. */
    agents: ReadonlyMap<string, string>
  }
  /** Name of the provider for requests in OpenAI's format; undefined refuses them. */
  openaiClients: string | undefined
  /** In estimated tokens. */
  longContextThreshold: number
  /** Nothing is configured: every request is sent to Anthropic unchanged, and only its model is read. */
  isPassive: boolean
}
