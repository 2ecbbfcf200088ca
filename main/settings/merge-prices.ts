import { isDeepStrictEqual } from 'node:util'
import type { ModelPrice, PriceTable } from '../../shared/prices.ts'

/**
 * Applies a change based on `base` to a table that has changed since. Unchanged prices keep their current values;
 * of two changes to one price, the later one wins.
 */
export function mergePrices({
  base,
  current,
  next,
}: Record<'base' | 'current' | 'next', PriceTable>): PriceTable {
  const before = byKey(base)
  const now = byKey(current)
  const wanted = byKey(next)
  const isTouched = (key: string) => !isDeepStrictEqual(before.get(key), wanted.get(key))
  const kept = next.prices.flatMap((price) => {
    const key = keyOf(price)
    return isTouched(key) ? price : (now.get(key) ?? [])
  })
  const added = current.prices.filter((price) => !wanted.has(keyOf(price)) && !before.has(keyOf(price)))
  const { date, source } = base.date === next.date && base.source === next.source ? current : next
  return { ...next, date, source, prices: [...kept, ...added] }
}

function byKey({ prices }: PriceTable): Map<string, ModelPrice> {
  return new Map(prices.map((price) => [keyOf(price), price]))
}

/** A model has one price at a time. */
function keyOf({ model, from = '' }: ModelPrice): string {
  return `${model} ${from}`
}
