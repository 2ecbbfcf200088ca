import type { ProviderConfig, ProviderType, RouteConfig } from '../../../shared/live-settings.ts'

/** A provider as routing sees it. `resolveProvider` turns `config` and the environment into address and key. */
export interface RoutedProvider {
  config: ProviderConfig
  type: ProviderType
  /**
   * `client`: requests carry the client's own sign-in and go to the configured upstream; that is `anthropic` only.
   * `own`: they carry the provider's key or none, and never the client's.
   */
  credential: 'client' | 'own'
  source: 'built-in' | 'environment' | 'file'
}

/** Everything that decides where a request goes. Made anew when something of it changes. */
export interface RoutingConfig {
  /** By name. `anthropic` is always among them. */
  providers: ReadonlyMap<string, RoutedProvider>
  routes: ReadonlyMap<string, RouteConfig>
  /** `PROVIDER=<name>`: every request goes there; `model` replaces the client's, where there is one. */
  single: { provider: string; model: string | undefined } | undefined
  subagents: {
    enable: boolean
    /** Agent name → model, or `provider,model`. */
    mappings: ReadonlyMap<string, string>
    /** `promptHash` of an agent's prompt → its name. */
    agents: ReadonlyMap<string, string>
  }
  /** In estimated tokens. */
  longContextThreshold: number
  /** Nobody asked for anything: every request goes to Anthropic as it came, and only its model is looked at. */
  isPassive: boolean
}
