import { issueAt } from '../../../../shared/coded-issue.ts'
import { AppError } from '../../../../shared/errors.ts'
import { coded } from '../../../../shared/language/say.ts'
import type { ProviderConfig, RouteConfig, Routes } from '../../../../shared/live-settings.ts'
import type { ProviderChange } from '../../../../shared/provider-api.ts'
import { joinBaseUrl } from '../../../providers/join-base-url.ts'
import { isMasked, type ProviderFacts } from './view-provider.ts'

/** Applies a change to a provider's entry: absent fields stay, `null` removes a field, and a masked key is ignored. */
export function changeProvider(entry: ProviderConfig, change: ProviderChange): ProviderConfig {
  const fields = new Map<string, unknown>(Object.entries(entry))
  for (const [name, value] of Object.entries(change)) {
    if (value === null) fields.delete(name)
    else if (value !== undefined && (name !== 'apiKey' || isNewKey(value))) fields.set(name, value)
  }
  // The fields are those of the two schemas.
  return Object.fromEntries(fields) as ProviderConfig
}

/**
 * Keeps a stored key from being sent to another host: changing the address would otherwise reveal the key.
 *
 * @param facts the provider as resolved before and after the change
 * @throws AppError `bad_body` for a key that would be sent to a host other than the one it was entered for
 */
export function keepKeyAtHome(
  change: ProviderChange,
  { before, after }: { before: ProviderFacts; after: ProviderFacts },
): void {
  if (isNewKey(change.apiKey) || before.apiKey === undefined || after.apiKey !== before.apiKey) return
  const home = originOf(before.apiBaseUrl)
  if (originOf(after.apiBaseUrl) === home) return
  const issue = coded('invalid.key_of_other_host', { host: home ?? '' })
  throw new AppError('bad_body', { issues: [issueAt(['apiKey'], issue)] })
}

function isNewKey(key: unknown): boolean {
  return typeof key === 'string' && !isMasked(key)
}

function originOf(address: string | undefined): string | undefined {
  const base = joinBaseUrl(address ?? '', '')
  return base === undefined ? undefined : new URL(base).origin
}

/** Renames a provider in all routes. */
export function renameInRoutes(routes: Routes, { from, to }: { from: string; to: string }): Routes {
  const renamed = (provider: string) => (provider === from ? to : provider)
  return Object.fromEntries(
    Object.entries(routes).map(([name, route]): [string, RouteConfig] => [
      name,
      {
        ...route,
        provider: renamed(route.provider),
        ...(route.fallbacks && {
          fallbacks: route.fallbacks.map((each) => ({ ...each, provider: renamed(each.provider) })),
        }),
      },
    ]),
  )
}
