import type { Verdict } from '../../shared/verdict.ts'

/**
 * The verdict as it may lie on disk until the next start: without hosts, addresses and causes, see `keepHealth`.
 * Undefined where nothing is left.
 */
export function keepVerdict({ state, reason, since }: Verdict): Verdict | undefined {
  const { code, params, sentence } = reason
  const isBare = Object.values(params).every((value) => typeof value === 'number')
  return isBare ? { state, reason: { code, params, sentence }, others: [], since } : undefined
}
