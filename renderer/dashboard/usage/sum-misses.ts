import type { CacheReason } from '../../../shared/explanation.ts'
import { costOfMiss } from '../../../shared/cost-of-miss.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import { fromListRow } from '../../../shared/request-documents.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { usageLinesOf } from '../../../shared/request-usage.ts'

/** Cache misses of one reason. */
export interface MissSum {
  reason: CacheReason
  requests: number
  tokens: number
  /** US dollars more than reading the tokens from the cache; misses of an unknown price count as 0. */
  cost: number
}

/** Sums by reason, the most expensive first. */
export function sumMisses(rows: readonly RequestSummary[], prices: PriceTable): MissSum[] {
  const sums = new Map<CacheReason, MissSum>()
  for (const row of rows) {
    const { cacheReason: reason, cacheMissedTokens: missed = 0 } = row
    if (reason === undefined) continue
    const [line] = usageLinesOf(fromListRow(row))
    const cost = line && costOfMiss(line, missed, { prices, at: Date.parse(row.timestamp) })
    const sum = sums.get(reason) ?? { reason, requests: 0, tokens: 0, cost: 0 }
    sums.set(reason, {
      reason,
      requests: sum.requests + 1,
      tokens: sum.tokens + missed,
      cost: sum.cost + (cost ?? 0),
    })
  }
  return [...sums.values()].toSorted((a, b) => b.cost - a.cost || b.tokens - a.tokens)
}
