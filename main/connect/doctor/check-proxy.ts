import type { Problem } from '../../../shared/connection.ts'
import { loopbackUrl } from '../address.ts'
import { coded } from '../../../shared/language/say.ts'
import { toFix, toProblem } from '../../../shared/to-problem.ts'
import { NO_PROXY, PROXIES, type VariableName } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'
import { placeOf } from './check-address.ts'
import type { CheckInput } from './check-input.ts'
import { effective } from './precedence.ts'

/** Claude Code uses an outbound proxy even for 127.0.0.1, and that proxy cannot reach this computer. */
export function checkProxy({ definitions, baseUrl, isWritten }: CheckInput): Problem[] {
  const host = loopbackUrl(baseUrl)?.hostname
  const proxy = PROXIES.map((name) => inTerminal(definitions, name)).find((found) => found !== undefined)
  if (host === undefined || proxy === undefined) return []
  const without = inTerminal(definitions, NO_PROXY)?.value ?? ''
  if (exempts(without, host)) return []
  const says = coded('doctor.proxied', { variable: proxy.variable, host })
  const entries = [...without.split(/[\s,]+/).filter(Boolean), '127.0.0.1', 'localhost']
  const fix = toFix('manual', coded('fix.set_there', { setting: `NO_PROXY=${entries.join(',')}` }))
  // Shell start files are parsed, not run, so their values are only likely.
  const severity = isWritten && proxy.place !== 'shell' ? 'error' : 'warning'
  return [toProblem({ code: 'loopback_proxied', severity, says, at: placeOf(proxy), fix })]
}

/** The value in a terminal: only programs started there see the variables of shell start files. */
function inTerminal(
  definitions: readonly FoundDefinition[],
  name: VariableName,
): FoundDefinition | undefined {
  const set = effective(definitions, name)
  if (set !== undefined || definitions.some(({ variable, place }) => variable === name && place === 'user'))
    return set
  return definitions.findLast(
    ({ variable, place, value }) => variable === name && place === 'shell' && value !== '',
  )
}

function exempts(noProxy: string, host: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .some((entry) => entry === '*' || entry.replace(/:\d+$/, '') === host || entry === '127.0.0.0/8')
}
