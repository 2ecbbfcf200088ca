import { isPromptOver, splitMarks } from './price-marks.ts'
import { findPrice, type ModelPrice, type PriceTable } from './prices.ts'
import type { UsageLine } from './usage-line.ts'

const MILLION = 1_000_000

/**
 * Factors of Anthropic's price list that apply to all kinds of tokens of all models. The priority tier is paid for in
 * advance and uses up its commitment at the list prices.
 *
 * @see https://platform.claude.com/docs/en/about-claude/pricing
 */
const US_INFERENCE = 1.1
const BATCH = 0.5
/** US dollars per 1,000 searches. */
const WEB_SEARCHES = 10

/**
 * Estimated cost of a usage line in US dollars. The only price calculation of the program: every page, sum and export
 * uses it, so that one request has one price.
 *
 * @param at time of the requests, in ms since 1970
 * @returns undefined if the table has no price for the model, or none for its fast mode
 */
export function costOf(
  line: UsageLine,
  table: Pick<PriceTable, 'prices' | 'webSearches'>,
  at: number,
): number | undefined {
  const marks = splitMarks(line.priceMarks)
  const price = findPrice(table.prices, line.model, at)
  if (price === undefined) return isFree(line, marks) ? 0 : undefined
  const factor = factorOf(price, marks)
  if (factor === undefined) return undefined
  const cacheCreation5mTokens = line.cacheCreationTokens - line.cacheCreation1hTokens
  const tokens =
    line.inputTokens * price.input +
    line.outputTokens * price.output +
    cacheCreation5mTokens * price.cacheWrite5m +
    line.cacheCreation1hTokens * price.cacheWrite1h +
    line.cacheReadTokens * price.cacheRead
  const searches = (line.webSearchRequests * (table.webSearches ?? WEB_SEARCHES)) / 1000
  return (tokens * factor) / MILLION + searches
}

/** Failed requests that used nothing, and servers of the user's, have no cost even without a price. */
function isFree(line: UsageLine, marks: readonly string[]): boolean {
  if (marks.includes('local')) return true
  const { inputTokens, outputTokens, cacheCreationTokens, cacheReadTokens, webSearchRequests } = line
  return inputTokens + outputTokens + cacheCreationTokens + cacheReadTokens + webSearchRequests === 0
}

function factorOf({ fast, longPrompt }: ModelPrice, marks: readonly string[]): number | undefined {
  let factor = 1
  if (marks.includes('fast')) {
    if (fast === undefined) return undefined
    factor *= fast
  }
  if (longPrompt !== undefined && isPromptOver(marks, longPrompt.above)) factor *= longPrompt.times
  if (marks.includes('us')) factor *= US_INFERENCE
  if (marks.includes('batch')) factor *= BATCH
  return factor
}

/** So fine that groups of requests, however many, add up to the total's cent. */
export function roundNano(dollars: number): number {
  return Math.round(dollars * 1e9) / 1e9
}

/** Rounds to a ten-thousandth of a cent: anything smaller is floating-point noise. */
export function roundDollars(amount: number): number {
  return Math.round(amount * MILLION) / MILLION
}
