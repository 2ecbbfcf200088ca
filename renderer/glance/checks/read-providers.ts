import { Type } from 'typebox'
import type { SeenCheck } from '../../api/read-checks.ts'
import { pick } from '../../api/pick.ts'
import { toTime } from '../../api/to-time.ts'

export interface ProviderFacts {
  name: string
  /** `api.anthropic.com`. */
  host: string | undefined
  /** Connections in a row that did not come about. */
  failures: number
  reachable: 'yes' | 'no' | 'in doubt'
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
})

export function readProviders({ details }: SeenCheck): ProviderFacts[] {
  const { providers = {} } = pick(Details, details)
  return Object.entries(providers).map(([name, value]) => {
    const provider = pick(Provider, value)
    const failures = provider.consecutive_failures ?? 0
    return {
      name,
      host: provider.base_url === undefined ? undefined : hostOf(provider.base_url),
      failures,
      reachable: provider.status === 'unhealthy' ? 'no' : failures > 0 ? 'in doubt' : 'yes',
      responseMs: provider.response_time_ms,
      lastCheckAt: toTime(provider.last_check),
    }
  })
}

/** `https://api.anthropic.com/v1` → `api.anthropic.com` */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}
