import { issueAt } from '../../../../shared/coded-issue.ts'
import { AppError } from '../../../../shared/errors.ts'
import { coded } from '../../../../shared/language/say.ts'
import type { RoutesChange } from '../../../../shared/routing-api.ts'
import type { RoutingConfig } from '../../../proxy/route/routing-config.ts'

/**
 * Refuses routes to a provider that doesn't exist.
 *
 * @throws AppError `bad_body` with an issue for each of them
 */
export function checkTargets(
  { routes, subagents }: Pick<RoutesChange, 'routes' | 'subagents'>,
  { providers }: RoutingConfig,
): void {
  const wanted = [
    ...Object.entries(routes).flatMap(([name, { provider, fallbacks = [] }]) => [
      { path: ['routes', name, 'provider'], provider },
      ...fallbacks.map((each, i) => ({
        path: ['routes', name, 'fallbacks', i, 'provider'],
        provider: each.provider,
      })),
    ]),
    ...Object.entries(subagents.mappings).flatMap(([name, target]) =>
      target.includes(',')
        ? [
            {
              path: ['subagents', 'mappings', name],
              provider: target.split(',')[0]?.trim().toLowerCase() ?? '',
            },
          ]
        : [],
    ),
  ]
  const missing = wanted.filter(({ provider }) => !providers.has(provider))
  if (missing.length === 0) return
  const names = [...providers.keys()].join(', ')
  throw new AppError('bad_body', {
    issues: missing.map(({ path, provider }) =>
      issueAt(path, coded('invalid.provider_missing', { provider, names })),
    ),
  })
}
