import type { SeenCheck } from '../../api/read-checks.ts'
import { t } from '../../language/t.ts'
import type { Detail, Saying } from './check-line.ts'
import { hostOf, type ProviderFacts, readProviders } from './read-providers.ts'

/**
 * A line for each provider. The upstream that Signalbox names itself has a line even where the check tells none, as
 * it does to strangers and before its first run.
 */
export function sayProviders(check: SeenCheck | undefined, upstream: string | undefined): Saying[] {
  const host = upstream === undefined ? undefined : hostOf(upstream)
  const lines = check ? readProviders(check).map((provider) => say(provider, host)) : []
  if (lines.some(({ name }) => name === UPSTREAM)) return lines
  const bare: Saying = {
    name: UPSTREAM,
    label: t('Upstream'),
    value: host ?? '–',
    host,
    tone: 'plain',
    ...(upstream !== undefined && { title: upstream }),
  }
  return [bare, ...lines]
}

/** Tells the line of the upstream from the others; not shown. */
const UPSTREAM = 'Upstream'

function say(provider: ProviderFacts, upstream: string | undefined): Saying {
  const { name, host, reachable, lastCheckAt } = provider
  const isUpstream = host !== undefined && host === upstream
  return {
    name: isUpstream ? UPSTREAM : name,
    label: isUpstream ? t('Upstream') : name.charAt(0).toUpperCase() + name.slice(1),
    value: reachable === 'no' ? t('no connection') : (host ?? name),
    host,
    tone: reachable === 'yes' ? 'good' : 'plain',
    details: toDetails(provider),
    foundAt: lastCheckAt,
  }
}

function toDetails({ host, reachable, failures, responseMs }: ProviderFacts): Detail[] {
  if (reachable === 'no' || reachable === 'in doubt') {
    const texts = [t('The last {{count}} connections failed', { count: failures })]
    return [
      ...(host === undefined ? [] : [{ label: t('Address'), texts: [host], code: true }]),
      { label: t('Reached'), texts },
    ]
  }
  return responseMs === undefined
    ? []
    : [{ label: t('Connected in'), texts: [t('{{milliseconds}} ms', { milliseconds: responseMs })] }]
}
