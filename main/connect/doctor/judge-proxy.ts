import type { Problem } from '../../../shared/connection.ts'
import { loopbackUrl } from '../address.ts'
import { NO_PROXY, PROXIES } from '../variables.ts'
import { nameOf } from './judge-address.ts'
import type { Judged } from './judged.ts'
import { effective } from './weigh.ts'

/** Claude Code asks an outbound proxy even for 127.0.0.1, and that proxy cannot reach this computer. */
export function judgeProxy({ definitions, baseUrl }: Judged): Problem[] {
  const host = loopbackUrl(baseUrl)?.hostname
  const proxy = PROXIES.map((name) => effective(definitions, name)).find((found) => found !== undefined)
  if (host === undefined || proxy === undefined) return []
  const without = effective(definitions, NO_PROXY)?.value ?? ''
  if (exempts(without, host)) return []
  const sentence = `${nameOf(proxy)} sets ${proxy.variable}, and Claude Code asks that proxy for ${host}, too. It cannot reach Signalbox.`
  const entries = [...without.split(/[\s,]+/).filter(Boolean), '127.0.0.1', 'localhost']
  const text = `Set NO_PROXY=${entries.join(',')} in the same place.`
  return [{ code: 'loopback_proxied', severity: 'error', sentence, fix: { action: 'manual', text } }]
}

function exempts(noProxy: string, host: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .some((entry) => entry === '*' || entry.replace(/:\d+$/, '') === host || entry === '127.0.0.0/8')
}
