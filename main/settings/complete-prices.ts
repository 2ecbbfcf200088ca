import { DEFAULT_PRICES, type PriceTable } from '../../shared/prices.ts'

/**
 * Completes a table that an earlier version saved: with the prices of models that came after its date, and with the
 * price of fast mode and of long prompts, which earlier versions did not know. A table of the same date or a later one
 * stays as it is, so a deleted row stays deleted.
 */
export function completePrices(table: PriceTable, known: PriceTable = DEFAULT_PRICES): PriceTable {
  if (table.date >= known.date) return table
  const own = new Set(table.prices.map(({ model }) => model))
  const later = known.prices.filter(({ model, from = '' }) => from > table.date && !own.has(model))
  const prices = table.prices.map((price) => {
    if (price.fast !== undefined || price.longPrompt !== undefined) return price
    const { fast, longPrompt } = known.prices.find(({ model }) => model === price.model) ?? {}
    return { ...price, ...(fast !== undefined && { fast }), ...(longPrompt !== undefined && { longPrompt }) }
  })
  return { ...table, date: known.date, prices: [...prices, ...later] }
}
