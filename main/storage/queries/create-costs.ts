import { costOf } from '../../../shared/cost-of.ts'
import { findPrice, type PriceTable } from '../../../shared/prices.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'

type Prices = Pick<PriceTable, 'prices' | 'webSearches'>

/**
 * As `costOf`, but searches the price of each model only once: thousands of sums name the same few.
 *
 * @param at time whose prices apply, in ms since 1970
 */
export function createCosts(
  { prices, webSearches }: Prices,
  at: number,
): (line: UsageLine) => number | undefined {
  const own = new Map<string, Prices>()
  return (line) => {
    let table = own.get(line.model)
    if (table === undefined) {
      const price = findPrice(prices, line.model, at)
      table = {
        prices: price === undefined ? [] : [price],
        ...(webSearches !== undefined && { webSearches }),
      }
      own.set(line.model, table)
    }
    return costOf(line, table, at)
  }
}
