import { isDeepStrictEqual } from 'node:util'
import type { ModelPrice, PriceTable } from '../../shared/prices.ts'

/**
 * Applies a change based on `base` to a table that has changed since. Unchanged models keep their current prices; of
 * two changes to one model, the later one wins.
 */
export function mergePrices({
  base,
  current,
  next,
}: Record<'base' | 'current' | 'next', PriceTable>): PriceTable {
  const before = byModel(base)
  const now = byModel(current)
  const wanted = byModel(next)
  const isTouched = (model: string) => !isDeepStrictEqual(before.get(model), wanted.get(model))
  const kept = next.prices.flatMap((price) => (isTouched(price.model) ? price : (now.get(price.model) ?? [])))
  const added = current.prices.filter(({ model }) => !wanted.has(model) && !before.has(model))
  const { date, source } = base.date === next.date && base.source === next.source ? current : next
  return { date, source, prices: [...kept, ...added] }
}

function byModel({ prices }: PriceTable): Map<string, ModelPrice> {
  return new Map(prices.map((price) => [price.model, price]))
}
