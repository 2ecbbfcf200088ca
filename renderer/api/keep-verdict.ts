import type { Verdict } from '../../shared/verdict.ts'

/**
 * What of a verdict may lie on disk until the next start: nothing that has a host, an address or a cause in it. See
 * `keepHealth`. Undefined where nothing is left to say.
 */
export function keepVerdict({ state, reason, since }: Verdict): Verdict | undefined {
  const { code, params, sentence } = reason
  const isBare = Object.values(params).every((value) => typeof value === 'number')
  return isBare ? { state, reason: { code, params, sentence }, others: [], since } : undefined
}
