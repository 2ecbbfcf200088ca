import { createMutex } from '../../../base/mutex.ts'
import { AppError } from '../../../../shared/errors.ts'
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
  /** Follows the settings before `update` resolves. */
  routing: { read: () => RoutingConfig }
  /** Of providers: keys, addresses, models. */
  env: Environment
  /** Where requests with the client's own sign-in go. */
  upstream: URL
  /** Whether an address leads back to this very server. */
  isSelf: (address: URL) => boolean
}

/** What can be done with providers. Everything that changes them throws AppError or ConfigError (rejects). */
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
  /** Each change begins with the list as the one before has left it. */
  const { runExclusive } = createMutex()

  function find(name: string): RoutedProvider {
    const provider = routing.read().providers.get(name)
    if (provider === undefined)
      throw new AppError('not_found', { details: `There is no provider "${name}".` })
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
      throw new AppError('provider_exists', { details: `"${name}" is set up already; change that one.` })
    }
  }
  function refuseSelf({ apiBaseUrl }: { apiBaseUrl?: string | null | undefined }): void {
    const address = URL.parse(apiBaseUrl ?? '')
    if (address !== null && deps.isSelf(address)) {
      throw new AppError('bad_body', { details: 'apiBaseUrl leads back to Signalbox.' })
    }
  }
  /** Puts an entry in the place of the one that has this name in the file, or behind the others. */
  async function save(name: string, entry: ProviderConfig): Promise<ProviderView> {
    const { providers, routes } = settings.read()
    const isThere = providers.some((each) => each.name === name)
    await settings.update({
      providers: isThere
        ? providers.map((each) => (each.name === name ? entry : each))
        : [...providers, entry],
      ...(entry.name !== name && { routes: renameInRoutes(routes, { from: name, to: entry.name }) }),
    })
    return get(entry.name)
  }
  /** Of one that is not in the file, what the file has to say so that it stays the same. */
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
          if (provider.source !== 'file') throw notOfTheFile(name, 'be renamed')
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
        if (find(name).source !== 'file') throw notOfTheFile(name, 'be removed; it can be switched off')
        const { providers, routes } = settings.read()
        const users = Object.keys(routes).filter((route) => leadsTo(routes[route], name))
        if (users.length > 0) {
          const details = `Routes lead to it: ${users.join(', ')}. Change them first.`
          throw new AppError('provider_needed', { details })
        }
        await settings.update({ providers: providers.filter((each) => each.name !== name) })
        return { message: `The provider "${name}" is removed.` }
      }),
    toggle: (name) =>
      runExclusive(async () => {
        const provider = find(name)
        const enabled = !provider.config.enabled
        await save(name, { ...entryOf(provider), enabled })
        return { message: `The provider "${name}" is switched ${enabled ? 'on' : 'off'}.` }
      }),
  }
}

function leadsTo(route: LiveSettings['routes'][string] | undefined, name: string): boolean {
  return route?.provider === name || route?.fallbacks?.some(({ provider }) => provider === name) === true
}

function notOfTheFile(name: string, what: string): AppError {
  const details = `"${name}" does not come from config.json, so it cannot ${what}.`
  return new AppError('provider_needed', { details })
}
