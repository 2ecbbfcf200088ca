import { type Coded, coded } from '../../../shared/language/say.ts'
import type { LiveSettings, ProviderConfig } from '../../../shared/live-settings.ts'
import { providersFromEnv } from '../../providers/providers-from-env.ts'
import { type Environment, providerType } from '../../providers/resolve-provider.ts'
import { promptHash } from './prompt-hash.ts'
import { readIndexedProviders } from './read-indexed-providers.ts'
import { readMappings } from './read-mappings.ts'
import { toTarget } from './route-rules.ts'
import type { RoutedProvider, RoutingConfig } from './routing-config.ts'

export interface RoutingSources {
  live: LiveSettings
  /** Environment variables of providers: `PROVIDER`, `<NAME>_API_KEY` and similar. */
  env: Environment
  /** Agent name → the prompt in its file. */
  prompts: ReadonlyMap<string, string>
}

/** Combines the settings file, the environment and the agents' prompts into the routing configuration. */
export function buildRouting({ live, env, prompts }: RoutingSources): {
  config: RoutingConfig
  /** Configured routing that cannot work. */
  problems: Coded[]
} {
  const fromEnv = providersFromEnv(env)
  const indexed = readIndexedProviders(env)
  const providers = mergeProviders(live.providers, {
    fromEnv: [...fromEnv.providers, ...indexed.providers],
    gateway: live.gateway.url,
  })
  const single = chooseSingle(env, { fromEnv, providers })
  const mappings = new Map([
    ...Object.entries(live.subagents.mappings),
    ...readMappings(env['SUBAGENT_MAPPINGS']),
  ])
  const { enable } = live.subagents
  const routes = new Map(Object.entries(live.routes))
  const anthropic = providers.get('anthropic')
  const config: RoutingConfig = {
    providers,
    routes,
    single,
    subagents: { enable, mappings, agents: hashPrompts(prompts) },
    openaiClients: live.clients.openai === '' ? undefined : live.clients.openai,
    longContextThreshold: live.routing.longContextThreshold,
    isPassive:
      providers.size === 1 &&
      anthropic?.credential === 'client' &&
      anthropic.config.enabled &&
      routes.size === 0 &&
      single === undefined &&
      !enable,
  }
  const known = single === undefined ? fromEnv.problems : []
  return { config, problems: [...known, ...indexed.problems, ...problemsOf(config)] }
}

/** The file overrides the environment, per provider; fields missing in the file come from the environment. */
function mergeProviders(
  fromFile: readonly ProviderConfig[],
  { fromEnv, gateway }: { fromEnv: readonly ProviderConfig[]; gateway: string },
): Map<string, RoutedProvider> {
  const merged = new Map<string, RoutedProvider>()
  // The client's credentials are the gateway's own.
  const chained = URL.canParse(gateway) ? { apiBaseUrl: gateway.replace(/(?<!\/)\/+$/, '') } : undefined
  function add(config: ProviderConfig, source: RoutedProvider['source']): void {
    const said = { ...inherited(merged.get(config.name)?.config, config), ...config }
    const type = providerType(said)
    const isChained = said.apiBaseUrl !== undefined && said.apiBaseUrl === chained?.apiBaseUrl
    const whole = type === 'anthropic' && !isChained ? withoutVersion(said) : said
    // Only this name uses the client's credentials, unless it has an address or key of its own.
    const isClients =
      config.name === 'anthropic' &&
      type === 'anthropic' &&
      whole.apiKey === undefined &&
      (whole.apiBaseUrl === undefined || isChained)
    merged.set(config.name, { config: whole, type, credential: isClients ? 'client' : 'own', source })
  }
  add({ name: 'anthropic', type: 'anthropic', enabled: true, ...chained }, 'built-in')
  for (const config of fromEnv) add(config, 'environment')
  for (const config of fromFile) add(config, 'file')
  return merged
}

/** Fields kept from the earlier source, except that a key is never sent to a different address. */
function inherited(before: ProviderConfig | undefined, config: ProviderConfig): Partial<ProviderConfig> {
  if (before === undefined) return {}
  const { apiKey, ...rest } = before
  const isMoved =
    config.apiBaseUrl !== undefined && originOf(config.apiBaseUrl) !== originOf(before.apiBaseUrl)
  return apiKey === undefined || isMoved ? rest : before
}

/** A client's path already contains the version: `https://a.example/v1/` → `https://a.example` */
function withoutVersion(config: ProviderConfig): ProviderConfig {
  const { apiBaseUrl } = config
  return apiBaseUrl === undefined
    ? config
    : { ...config, apiBaseUrl: apiBaseUrl.replace(/(?<!\/)\/+$/, '').replace(/\/v1(?:\/messages)?$/, '') }
}

function originOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : (URL.parse(address)?.origin ?? undefined)
}

function chooseSingle(
  env: Environment,
  from: {
    fromEnv: ReturnType<typeof providersFromEnv>
    providers: ReadonlyMap<string, RoutedProvider>
  },
): RoutingConfig['single'] {
  const wanted = env['PROVIDER']?.trim().toLowerCase() ?? ''
  if (wanted === '') return undefined
  const { single } = from.fromEnv
  if (single !== undefined) return { provider: single.provider.name, model: single.model }
  // A provider defined by the user, or a missing one: then every request fails with that error instead of being sent
  // elsewhere.
  const [model] = from.providers.get(wanted)?.config.models ?? []
  return { provider: wanted, model: wanted === 'anthropic' ? undefined : model }
}

function hashPrompts(prompts: ReadonlyMap<string, string>): Map<string, string> {
  const agents = new Map<string, string>()
  for (const [name, prompt] of prompts) {
    const hash = promptHash(prompt)
    if (hash !== undefined) agents.set(hash, name)
  }
  return agents
}

function problemsOf(config: RoutingConfig): Coded[] {
  const { providers, routes, single, subagents } = config
  const problems: Coded[] = []
  const check = (provider: string, { missing, off }: { missing: Coded; off: Coded }) => {
    const target = providers.get(provider)
    if (target?.config.enabled !== true) problems.push(target === undefined ? missing : off)
  }
  for (const [route, { provider, fallbacks = [] }] of routes) {
    check(provider, {
      missing: coded('route.provider_missing', { route, provider }),
      off: coded('route.provider_off', { route, provider }),
    })
    for (const { provider: next } of fallbacks)
      check(next, {
        missing: coded('route.fallback_missing', { route, provider: next }),
        off: coded('route.fallback_off', { route, provider: next }),
      })
  }
  for (const [agent, target] of subagents.enable ? subagents.mappings : []) {
    const { provider } = toTarget(target, config)
    check(provider, {
      missing: coded('agent.provider_missing', { agent, provider }),
      off: coded('agent.provider_off', { agent, provider }),
    })
  }
  if (single !== undefined && !providers.has(single.provider))
    problems.push(coded('provider.env_missing', { provider: single.provider }))
  return problems
}
