import type { Verdict } from '../../shared/verdict.ts'

/**
 * The part of the verdict that may be stored on disk until the next start: without hosts, addresses and causes, see
 * `keepHealth`. Undefined if nothing is left.
 */
export function keepVerdict({ state, reason, since }: Verdict): Verdict | undefined {
  const { code, params, sentence } = reason
  const isBare = Object.values(params).every((value) => typeof value === 'number')
  return isBare ? { state, reason: { code, params, sentence }, others: [], since } : undefined
}
