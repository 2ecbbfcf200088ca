import type { CheckOf } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { t } from '../../language/t.ts'
import type { CheckText, Detail } from './check-line.ts'

type Details = CheckOf<'providers'>['details']
type Provider = NonNullable<NonNullable<Details['providers']>[string]>

/**
 * One line per provider. The upstream of Signalbox always has a line, even if the check omits it, as for untrusted
 * callers and before its first run.
 */
export function sayProviders(
  check: CheckOf<'providers'> | undefined,
  upstream: string | undefined,
): CheckText[] {
  const host = upstream === undefined ? undefined : hostOf(upstream)
  const lines = Object.entries(check?.details.providers ?? {}).map(([name, provider = {}]) =>
    say(name, provider, host),
  )
  if (lines.some(({ name }) => name === UPSTREAM)) return lines
  const bare: CheckText = {
    name: UPSTREAM,
    label: t('Upstream'),
    value: host ?? '–',
    host,
    tone: 'plain',
    ...(upstream !== undefined && { title: upstream }),
  }
  return [bare, ...lines]
}

/** Distinguishes the upstream's line; not shown. */
const UPSTREAM = 'Upstream'

function say(name: string, provider: Provider, upstream: string | undefined): CheckText {
  const host = provider.base_url === undefined ? undefined : hostOf(provider.base_url)
  const reachable = reachableBy(provider)
  const isUpstream = host !== undefined && host === upstream
  return {
    name: isUpstream ? UPSTREAM : name,
    label: isUpstream ? t('Upstream') : name.charAt(0).toUpperCase() + name.slice(1),
    value: reachable === 'no' ? t('no connection') : (host ?? name),
    host,
    tone: reachable === 'yes' ? 'good' : 'plain',
    details: toDetails(provider, host),
    foundAt: toTime(provider.last_check),
  }
}

/** `yes, but`: reachable, with invalid responses. */
type Reachable = 'yes' | 'yes, but' | 'no' | 'in doubt'

/** Failures before a request was sent. Other failures do not imply a lost connection. */
const UNCONNECTED: ReadonlySet<Provider['failure']> = new Set(['unreachable', 'dns', 'tls', 'outbound_proxy'])

/** Older servers do not name the failure; all of theirs are lost connections. */
function reachableBy({ status, failure, consecutive_failures: failures = 0 }: Provider): Reachable {
  if (status !== 'unhealthy') return failures > 0 ? 'in doubt' : 'yes'
  return failure === undefined || UNCONNECTED.has(failure) ? 'no' : 'yes, but'
}

function toDetails(provider: Provider, host: string | undefined): Detail[] {
  const { consecutive_failures: failures = 0, response_time_ms: milliseconds = null } = provider
  const reachable = reachableBy(provider)
  if (reachable === 'no' || reachable === 'in doubt') {
    const texts = [t('The last {{count}} connections failed', { count: failures })]
    return [
      ...(host === undefined ? [] : [{ label: t('Address'), texts: [host], code: true }]),
      { label: t('Result'), texts },
    ]
  }
  return milliseconds === null
    ? []
    : [{ label: t('Connected in'), texts: [t('{{milliseconds}} ms', { milliseconds })] }]
}

/** `https://api.anthropic.com/v1` → `api.anthropic.com` */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}
