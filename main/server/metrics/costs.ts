import { roundNano } from '../../../shared/cost-of.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import { createLineCosts, type LineCosts } from '../../../shared/request-usage.ts'
import { usageLines } from '../../base/anthropic/usage-lines.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'

export interface CostTotals {
  add: (request: Pick<FinishedRequest, 'model' | 'servedModel' | 'isLocal' | 'usage' | 'durationMs'>) => void
  /** US dollars by the label of the model that ran. */
  dollars: () => Iterable<[label: string, amount: number]>
  /** Requests without a price, by the label of the model that ran. */
  unpriced: () => Iterable<[label: string, requests: number]>
}

/**
 * Estimated cost since the start. A request is priced when it ends: a counter must never fall, so prices that change
 * later apply to later requests only.
 *
 * @param options.labelOf label of a model's name; clients choose the names
 */
export function createCostTotals({
  prices,
  labelOf,
  now,
}: {
  prices: () => PriceTable
  labelOf: (model: string) => string
  /** Wall clock, in ms since 1970. */
  now: () => number
}): CostTotals {
  const dollars = new Map<string, number>()
  const unpriced = new Map<string, number>()
  let table: PriceTable | undefined
  let costOf: LineCosts = () => undefined

  return {
    add({ model = 'unknown', servedModel = model, isLocal, usage, durationMs }) {
      if (usage === undefined) return
      if (table !== prices()) costOf = createLineCosts((table = prices()))
      const at = now() - durationMs
      const missing = new Set<string>()
      for (const line of usageLines(usage, { model: servedModel, isLocal })) {
        const cost = costOf(line, at)
        const label = labelOf(line.model)
        if (cost === undefined) missing.add(label)
        else dollars.set(label, (dollars.get(label) ?? 0) + cost)
      }
      for (const label of missing) unpriced.set(label, (unpriced.get(label) ?? 0) + 1)
    },
    *dollars() {
      for (const [label, amount] of dollars) yield [label, roundNano(amount)]
    },
    unpriced: () => unpriced,
  }
}
