import { AppError } from '../../../../shared/errors.ts'
import type { RoutesChange } from '../../../../shared/routing-api.ts'
import type { RoutingConfig } from '../../../proxy/route/routing-config.ts'

/**
 * Makes sure that no route is saved that leads to nobody.
 *
 * @throws AppError `bad_body`, which names each that does
 */
export function checkTargets(
  { routes, subagents }: Pick<RoutesChange, 'routes' | 'subagents'>,
  { providers }: RoutingConfig,
): void {
  const wanted = [
    ...Object.entries(routes).flatMap(([name, { provider, fallbacks = [] }]) => [
      { place: `routes.${name}.provider`, provider },
      ...fallbacks.map((each, i) => ({
        place: `routes.${name}.fallbacks[${i}].provider`,
        provider: each.provider,
      })),
    ]),
    ...Object.entries(subagents.mappings).flatMap(([name, target]) =>
      target.includes(',')
        ? [
            {
              place: `subagents.mappings.${name}`,
              provider: target.split(',')[0]?.trim().toLowerCase() ?? '',
            },
          ]
        : [],
    ),
  ]
  const missing = wanted.filter(({ provider }) => !providers.has(provider))
  if (missing.length === 0) return
  const sentences = missing.map(({ place, provider }) => `${place}: no provider "${provider}" is set up.`)
  throw new AppError('bad_body', {
    details: [...sentences, `Set up: ${[...providers.keys()].join(', ')}.`].join(' '),
  })
}
