import type { LiveSettings, ProviderConfig, Routes } from '../../../../shared/live-settings.ts'
import { type Coded, coded, inEnglish, toMessage } from '../../../../shared/language/say.ts'
import type { RouterImportResult } from '../../../../shared/routing-api.ts'

/** The settings of claude-code-router in our format. */
export interface RouterConfig {
  providers: ProviderConfig[]
  routes: Routes
  longContextThreshold: number | undefined
  /** Parts that are unreadable or have no counterpart. */
  problems: Coded[]
}

/**
 * Adds new entries from another router's settings to ours.
 *
 * @param options.apply false only reports the additions
 * @throws ConfigError (rejects) when they can't be saved
 */
export async function importRouter(
  found: RouterConfig,
  {
    apply,
    settings,
  }: {
    apply: boolean
    settings: {
      read: () => LiveSettings
      update: (change: Partial<LiveSettings>) => Promise<LiveSettings>
    }
  },
): Promise<RouterImportResult> {
  const now = settings.read()
  const known = new Set(now.providers.map(({ name }) => name))
  const providers = found.providers.filter(({ name }) => !known.has(name))
  const added = Object.entries(found.routes).filter(([name]) => !Object.hasOwn(now.routes, name))
  const routes = Object.fromEntries(added)
  const kept = [
    ...found.providers
      .filter(({ name }) => known.has(name))
      .map(({ name }) => coded('import.provider_kept', { provider: name })),
    ...Object.keys(found.routes)
      .filter((name) => !Object.hasOwn(routes, name))
      .map((route) => coded('import.route_kept', { route })),
  ]
  const issues = [...found.problems, ...kept]
  if (apply) {
    await settings.update({
      providers: [...now.providers, ...providers],
      routes: { ...now.routes, ...routes },
      ...(found.longContextThreshold !== undefined && {
        routing: { ...now.routing, longContextThreshold: found.longContextThreshold },
      }),
    })
  }
  return {
    providers: providers.map(({ name, apiBaseUrl, apiKey, models = [] }) => ({
      name,
      ...(apiBaseUrl !== undefined && { apiBaseUrl }),
      models,
      hasKey: apiKey !== undefined,
    })),
    routes,
    problems: issues.map(inEnglish),
    issues: issues.map(toMessage),
    applied: apply,
  }
}
