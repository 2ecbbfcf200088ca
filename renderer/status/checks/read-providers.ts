import { Type } from 'typebox'
import type { SeenCheck } from '../../api/read-checks.ts'
import { pick } from '../../api/pick.ts'
import { toTime } from '../../api/to-time.ts'

export interface ProviderFacts {
  name: string
  /** `api.anthropic.com`. */
  host: string | undefined
  /** Connections or requests in a row that failed. */
  failures: number
  /** `yes, but`: it can be reached, and its responses are what is wrong. */
  reachable: 'yes' | 'yes, but' | 'no' | 'in doubt'
  responseMs: number | undefined
  /** In ms since the epoch, by the server's clock. */
  lastCheckAt: number | undefined
}

const Details = Type.Object({ providers: Type.Record(Type.String(), Type.Unknown()) })
const Provider = Type.Object({
  status: Type.String(),
  consecutive_failures: Type.Number(),
  last_check: Type.String(),
  response_time_ms: Type.Number(),
  base_url: Type.String(),
  failure: Type.String(),
})
/** Failures before a request was sent. Of others, no connection is to blame. */
const UNCONNECTED: ReadonlySet<string> = new Set(['unreachable', 'dns', 'tls', 'outbound_proxy'])

export function readProviders({ details }: SeenCheck): ProviderFacts[] {
  const { providers = {} } = pick(Details, details)
  return Object.entries(providers).map(([name, value]) => {
    const provider = pick(Provider, value)
    const failures = provider.consecutive_failures ?? 0
    return {
      name,
      host: provider.base_url === undefined ? undefined : hostOf(provider.base_url),
      failures,
      reachable: reachableBy(provider.status === 'unhealthy', provider.failure, failures),
      responseMs: provider.response_time_ms,
      lastCheckAt: toTime(provider.last_check),
    }
  })
}

/** An older server names no failure, and knows of none but lost connections. */
function reachableBy(
  isUnhealthy: boolean,
  failure: string | undefined,
  failures: number,
): ProviderFacts['reachable'] {
  if (!isUnhealthy) return failures > 0 ? 'in doubt' : 'yes'
  return failure === undefined || UNCONNECTED.has(failure) ? 'no' : 'yes, but'
}

/** `https://api.anthropic.com/v1` → `api.anthropic.com` */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}
