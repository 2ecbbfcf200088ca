import { findPrice, type PriceTable } from './prices.ts'
import type { UsageLine } from './usage-line.ts'

const MILLION = 1_000_000

/**
 * Estimated cost of a usage line in US dollars. The only price calculation of the program: every page, sum and export
 * uses it, so that one request has one price.
 *
 * @returns undefined if the table has no price for the model
 */
export function costOf(line: UsageLine, table: Pick<PriceTable, 'prices'>): number | undefined {
  const price = findPrice(table.prices, line.model)
  if (price === undefined) return undefined
  const cacheCreation5mTokens = line.cacheCreationTokens - line.cacheCreation1hTokens
  return (
    (line.inputTokens * price.input +
      line.outputTokens * price.output +
      cacheCreation5mTokens * price.cacheWrite5m +
      line.cacheCreation1hTokens * price.cacheWrite1h +
      line.cacheReadTokens * price.cacheRead) /
    MILLION
  )
}

/** Rounds to a ten-thousandth of a cent: anything smaller is floating-point noise. */
export function roundDollars(amount: number): number {
  return Math.round(amount * MILLION) / MILLION
}
