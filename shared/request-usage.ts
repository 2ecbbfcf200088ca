import { costOf, roundNano } from './cost-of.ts'
import { findPrice, type PriceTable } from './prices.ts'
import type { AnthropicUsage, RequestLog } from './request-log.ts'
import type { UsageLine } from './usage-line.ts'

/** Usage of a request by model. Empty if its response reported none. */
export function usageLinesOf({
  model = 'unknown',
  servedModel = model,
  response = {},
}: RequestLog): UsageLine[] {
  const { usageLines, usage, priceMarks } = response
  if (usageLines !== undefined) return usageLines
  if (usage?.input_tokens === undefined && usage?.output_tokens === undefined) return []
  const marked = priceMarks !== undefined && { priceMarks }
  return [{ model: servedModel, ...marked, ...countsOf(usage) }]
}

function countsOf({
  input_tokens: inputTokens = 0,
  output_tokens: outputTokens = 0,
  cache_creation_input_tokens: cacheCreationTokens = 0,
  cache_creation,
  cache_read_input_tokens: cacheReadTokens = 0,
  server_tool_use,
}: AnthropicUsage): Omit<UsageLine, 'model' | 'priceMarks'> {
  const cacheCreation1hTokens = cache_creation?.ephemeral_1h_input_tokens ?? 0
  const webSearchRequests = server_tool_use?.web_search_requests ?? 0
  return {
    inputTokens,
    outputTokens,
    cacheCreationTokens,
    cacheCreation1hTokens,
    cacheReadTokens,
    webSearchRequests,
  }
}

type Prices = Pick<PriceTable, 'prices' | 'webSearches'>

/** Cost of a line at a time in ms since 1970; see `costOf`. */
export type LineCosts = (line: UsageLine, at: number) => number | undefined

/** Clients choose the names. */
const MAX_MODELS = 1000

/** As `costOf`, but searches the prices of each model only once. */
export function createLineCosts({ prices, webSearches }: Prices): LineCosts {
  /** Rows of the table that may be a model's price, whatever the time. */
  const own = new Map<string, Prices>()
  return (line, at) => {
    let found = own.get(line.model)
    if (found === undefined) {
      const name = findPrice(prices, line.model, at)?.model
      const rows = name === undefined ? [] : prices.filter((price) => price.model === name)
      found = { prices: rows, ...(webSearches !== undefined && { webSearches }) }
      if (own.size >= MAX_MODELS) own.clear()
      own.set(line.model, found)
    }
    return costOf(line, found, at)
  }
}

/**
 * The cost in the API's documents of requests.
 *
 * @returns a function that returns undefined if there is no usage, or no price for one of its models
 */
export function createRequestCosts(table: Prices): (log: RequestLog) => number | undefined {
  const lineCost = createLineCosts(table)
  return (log) => {
    const cost = log.response?.usage && sumLines(log, lineCost)
    return cost === undefined ? undefined : roundNano(cost)
  }
}

/** @param price see `createRequestCosts`; undefined adds nothing */
export function withCost(
  log: RequestLog,
  price: ReturnType<typeof createRequestCosts> | undefined,
): RequestLog {
  const cost = price?.(log)
  return cost === undefined ? log : { ...log, cost }
}

/** Estimated cost of a request in US dollars; undefined if one of its models has no price. */
export function requestCost(log: RequestLog, table: PriceTable): number | undefined {
  return sumLines(log, (line, at) => costOf(line, table, at))
}

function sumLines(log: RequestLog, lineCost: LineCosts): number | undefined {
  const at = Date.parse(log.timestamp)
  let total = 0
  for (const line of usageLinesOf(log)) {
    const cost = lineCost(line, at)
    if (cost === undefined) return undefined
    total += cost
  }
  return total
}
