import type { PricedLine } from '../../../shared/sum-costs.ts'
import type { UsageSums } from '../../../shared/usage-by.ts'
import type { UsageByParams } from '../../base/request-log-queries.ts'
import { createCosts } from './create-costs.ts'
import type { UsageSum } from './sum-usage.ts'
import type { TermTexts } from './term-texts.ts'
import { identityOf } from './usage-dimensions.ts'
import { toLine } from './usage-queries.ts'

/** A sum, the local time of its group in ms since 1970, and the time whose prices apply. */
export interface Found extends UsageSum {
  pricesAt: number
}

/** A group of `GET /api/usage`. Its cost is null if none of its usage has a price. */
export interface Group {
  /** Any of its sums: they have the same names. */
  sample: Found
  sums: UsageSums
  unpriced: PricedLine[]
}

/**
 * Adds up sums with the same names. There may be tens of thousands.
 *
 * @param sums changed
 */
export function toGroups(
  texts: TermTexts,
  { params, sums }: { params: UsageByParams; sums: readonly Found[] },
): Group[] {
  const price = createPricing(texts, params)
  const identity = identityOf(params.groups)
  /** Few models and prices each. */
  const groups = new Map<string | number, Found[]>()
  for (const sum of sums) {
    const id = identity(sum)
    const own = groups.get(id)
    if (own === undefined) {
      groups.set(id, [sum])
      continue
    }
    const same = own.find((one) => isSamePrice(one, sum))
    if (same === undefined) own.push(sum)
    else addTo(same, sum)
  }
  const result: Group[] = []
  for (const own of groups.values()) {
    const group = toGroup(own, price)
    if (group !== undefined) result.push(group)
  }
  return result
}

function isSamePrice(a: Found, b: Found): boolean {
  return a.modelId === b.modelId && a.priceMarksId === b.priceMarksId && a.pricesAt === b.pricesAt
}

/** @returns undefined if nothing is left of the sums, some of which may be negative */
function toGroup(own: readonly Found[], price: Pricing): Group | undefined {
  const [first] = own
  if (first === undefined) return undefined
  const group: Group = { sample: first, sums: { ...NOTHING }, unpriced: [] }
  const { sums } = group
  let isUsed = false
  let cost: number | undefined
  for (const sum of own) {
    sums.requests += sum.requests
    if (!hasUsage(sum)) continue
    isUsed = true
    sums.input_tokens += sum.input
    sums.output_tokens += sum.output
    sums.cache_read_input_tokens += sum.cacheRead
    sums.cache_creation_5m_input_tokens += sum.cacheCreation - sum.cacheCreation1h
    sums.cache_creation_1h_input_tokens += sum.cacheCreation1h
    sums.web_search_requests += sum.webSearches
    const line = price(sum)
    if (line.cost === undefined) group.unpriced.push(line)
    else cost = (cost ?? 0) + line.cost
  }
  if (sums.requests <= 0 && !isUsed) return undefined
  // Of requests that used nothing the cost is known, but it is no sign of a price.
  sums.cost = cost === undefined ? (isUsed ? null : 0) : Math.round(cost * 1e9) / 1e9
  return group
}

type Pricing = (sum: Found) => PricedLine

function createPricing(texts: TermTexts, { prices }: UsageByParams): Pricing {
  const costs = new Map<number, ReturnType<typeof createCosts>>()
  return (sum) => {
    let costOf = costs.get(sum.pricesAt)
    if (costOf === undefined) costs.set(sum.pricesAt, (costOf = createCosts(prices, sum.pricesAt)))
    const line = toLine(sum, texts.of(sum.modelId) ?? 'unknown', texts.of(sum.priceMarksId))
    return { ...line, cost: costOf(line) }
  }
}

function addTo(sum: UsageSum, more: UsageSum): void {
  sum.requests += more.requests
  sum.uses += more.uses
  sum.input += more.input
  sum.output += more.output
  sum.cacheCreation += more.cacheCreation
  sum.cacheCreation1h += more.cacheCreation1h
  sum.cacheRead += more.cacheRead
  sum.webSearches += more.webSearches
}

function hasUsage({ input, output, cacheCreation, cacheRead, webSearches }: UsageSum): boolean {
  return input + output + cacheCreation + cacheRead + webSearches > 0
}

/** Usage of no request. */
export const NOTHING: UsageSums = {
  requests: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_5m_input_tokens: 0,
  cache_creation_1h_input_tokens: 0,
  web_search_requests: 0,
  cost: 0,
}
