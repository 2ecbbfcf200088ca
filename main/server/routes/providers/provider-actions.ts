import { createMutex } from '../../../base/mutex.ts'
import { ConfigError } from '../../../../shared/config-error.ts'
import { issueAt } from '../../../../shared/coded-issue.ts'
import { AppError } from '../../../../shared/errors.ts'
import { coded, toMessage } from '../../../../shared/language/say.ts'
import type { LiveSettings, ProviderConfig } from '../../../../shared/live-settings.ts'
import type { Done, NewProvider, ProviderChange, ProviderView } from '../../../../shared/provider-api.ts'
import { type Environment, providerType } from '../../../providers/resolve-provider.ts'
import type { RoutedProvider, RoutingConfig } from '../../../proxy/route/routing-config.ts'
import { changeProvider, keepKeyAtHome, renameInRoutes } from './change-provider.ts'
import { type ProviderFacts, readProviderFacts, viewProvider } from './view-provider.ts'

export interface ProviderActionDeps {
  settings: {
    read: () => LiveSettings
    update: (change: Partial<LiveSettings>) => Promise<LiveSettings>
  }
  /** Reflects the new settings before `update` resolves. */
  routing: { read: () => RoutingConfig }
  /** Environment settings of providers: keys, addresses, models. */
  env: Environment
  /** The upstream of requests with the client's own sign-in. */
  upstream: URL
  /** True for addresses that lead back to this server. */
  isSelf: (address: URL) => boolean
}

/** Actions on providers. All that change something throw AppError or ConfigError (rejects). */
export interface ProviderActions {
  list: () => ProviderView[]
  get: (name: string) => ProviderView
  add: (provider: NewProvider) => Promise<ProviderView>
  change: (name: string, change: ProviderChange) => Promise<ProviderView>
  remove: (name: string) => Promise<Done>
  toggle: (name: string) => Promise<Done>
}

export function createProviderActions(deps: ProviderActionDeps): ProviderActions {
  const { settings, routing } = deps
  /** Serializes changes, so that each starts with the list left by the one before. */
  const { runExclusive } = createMutex()

  function find(name: string): RoutedProvider {
    const provider = routing.read().providers.get(name)
    if (provider === undefined) throw unknownProvider(name)
    return provider
  }
  function factsOf(provider: RoutedProvider): ProviderFacts {
    return readProviderFacts(provider, deps)
  }
  function get(name: string): ProviderView {
    const provider = find(name)
    return viewProvider(provider, factsOf(provider))
  }
  function refuseName(name: string): void {
    if (routing.read().providers.has(name)) {
      throw new AppError('provider_exists', {
        issues: [issueAt(['name'], coded('provider.exists', { provider: name }))],
      })
    }
  }
  function refuseSelf({ apiBaseUrl }: { apiBaseUrl?: string | null | undefined }): void {
    const address = URL.parse(apiBaseUrl ?? '')
    if (address !== null && deps.isSelf(address)) {
      throw new AppError('bad_body', {
        issues: [issueAt(['apiBaseUrl'], coded('invalid.address_is_self'))],
      })
    }
  }
  async function save(name: string, entry: ProviderConfig): Promise<ProviderView> {
    await saveEntry(settings, name, entry)
    return get(entry.name)
  }
  /** The entry that reproduces the provider; needed for providers that are not in the file. */
  function entryOf({ config }: RoutedProvider): ProviderConfig {
    const { name, enabled, apiBaseUrl } = config
    const entry = { name, enabled, ...(apiBaseUrl !== undefined && { apiBaseUrl }) }
    return settings.read().providers.find((each) => each.name === name) ?? entry
  }

  return {
    list: () => [...routing.read().providers.values()].map((each) => viewProvider(each, factsOf(each))),
    get,
    add: (provider) =>
      runExclusive(async () => {
        refuseName(provider.name)
        refuseSelf(provider)
        return save(provider.name, changeProvider({ name: provider.name, enabled: true }, provider))
      }),
    change: (name, change) =>
      runExclusive(async () => {
        const provider = find(name)
        if (change.name !== undefined && change.name !== name) {
          if (provider.source !== 'file') throw notOfTheFile('provider.not_renamable', name)
          refuseName(change.name)
        }
        refuseSelf(change)
        const config = changeProvider(entryOf(provider), change)
        const after = factsOf({ config, type: providerType(config), credential: 'own', source: 'file' })
        keepKeyAtHome(change, { before: factsOf(provider), after })
        return save(name, config)
      }),
    remove: (name) =>
      runExclusive(async () => {
        if (find(name).source !== 'file') throw notOfTheFile('provider.not_removable', name)
        const { providers, routes } = settings.read()
        refuseUsed(routes, name)
        await settings.update({ providers: providers.filter((each) => each.name !== name) })
        return toMessage(coded('provider.removed', { provider: name }))
      }),
    toggle: (name) =>
      runExclusive(async () => {
        const provider = find(name)
        const enabled = !provider.config.enabled
        await save(name, { ...entryOf(provider), enabled })
        return toMessage(
          coded(enabled ? 'provider.switched_on' : 'provider.switched_off', { provider: name }),
        )
      }),
  }
}

/** Replaces the entry with this name in the file, or appends a new one. */
async function saveEntry(
  settings: ProviderActionDeps['settings'],
  name: string,
  entry: ProviderConfig,
): Promise<void> {
  const { providers, routes } = settings.read()
  const place = providers.findIndex((each) => each.name === name)
  const index = place === -1 ? providers.length : place
  try {
    await settings.update({
      providers: [...providers.slice(0, index), entry, ...providers.slice(index + 1)],
      ...(entry.name !== name && { routes: renameInRoutes(routes, { from: name, to: entry.name }) }),
    })
  } catch (error) {
    throw ofOneProvider(error, index)
  }
}

/** Adapts the path of a single provider's issue: `/providers/0/apiBaseUrl` → `/apiBaseUrl`. */
function ofOneProvider(error: unknown, index: number): unknown {
  if (!(error instanceof ConfigError)) return error
  const prefix = `/providers/${index}/`
  const issues = error.issues.map((issue) =>
    issue.path?.startsWith(prefix) === true ? { ...issue, path: issue.path.slice(prefix.length - 1) } : issue,
  )
  return new ConfigError(error.code, issues, { cause: error })
}

function refuseUsed(routes: LiveSettings['routes'], name: string): void {
  const users = Object.keys(routes).filter((route) => leadsTo(routes[route], name))
  if (users.length === 0) return
  const issues = [coded('provider.in_use', { routes: users.join(', ') })]
  throw new AppError('provider_needed', { issues })
}

function leadsTo(route: LiveSettings['routes'][string] | undefined, name: string): boolean {
  return route?.provider === name || route?.fallbacks?.some(({ provider }) => provider === name) === true
}

function unknownProvider(provider: string): AppError {
  return new AppError('not_found', { issues: [coded('provider.not_found', { provider })] })
}

function notOfTheFile(code: 'provider.not_renamable' | 'provider.not_removable', provider: string): AppError {
  return new AppError('provider_needed', { issues: [coded(code, { provider })] })
}
