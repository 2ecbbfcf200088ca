import { costOf, roundDollars } from './cost-of.ts'
import type { PriceTable } from './prices.ts'
import type { UsageLine } from './usage-line.ts'

/**
 * The difference in US dollars to a response that had read the missed tokens from the cache.
 *
 * @param line usage of the request
 * @param missed tokens that were not read from the cache as expected
 * @param at time of the request, in ms since 1970
 * @returns undefined if the model has no known price
 */
export function costOfMiss(
  line: UsageLine,
  missed: number,
  { prices, at }: { prices: Pick<PriceTable, 'prices' | 'webSearches'>; at: number },
): number | undefined {
  const written = Math.min(missed, line.cacheCreationTokens)
  const written1h = Math.min(written, line.cacheCreation1hTokens)
  const input = Math.min(missed - written, line.inputTokens)
  const hit: UsageLine = {
    ...line,
    inputTokens: line.inputTokens - input,
    cacheCreationTokens: line.cacheCreationTokens - written,
    cacheCreation1hTokens: line.cacheCreation1hTokens - written1h,
    cacheReadTokens: line.cacheReadTokens + written + input,
  }
  const [paid, less] = [costOf(line, prices, at), costOf(hit, prices, at)]
  return paid === undefined || less === undefined ? undefined : roundDollars(Math.max(0, paid - less))
}
