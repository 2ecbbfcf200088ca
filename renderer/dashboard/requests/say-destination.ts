import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { isKind, KINDS } from '../routing/kinds.ts'

/** Other rules that select a provider. A route for a kind of request uses the name from the routing page. */
const RULES: Readonly<Record<string, () => string>> = {
  single: () => t('PROVIDER'),
  explicit: () => t('provider in the model name'),
  direct: () => t('model'),
  tag: () => t('tag in the system prompt'),
  subagent: () => t('sub-agent'),
  prefix: () => t('model prefix'),
  listed: () => t('listed models'),
}

/** `background` → `Background`, as the routing page calls it. */
function routeName(route: string): string {
  if (isKind(route)) return KINDS[route].label()
  return (Object.hasOwn(RULES, route) ? RULES[route]?.() : undefined) ?? route
}

/** `local, by route Background`; undefined for a request that went to Anthropic because no rule matched. */
export function sayDestination({
  provider,
  route,
}: Pick<RequestSummary, 'provider' | 'route'>): string | undefined {
  if (provider === undefined) return undefined
  if (route !== undefined)
    return t('{{provider}}, via route {{route}}', { provider, route: routeName(route) })
  return provider === 'anthropic' ? undefined : provider
}
