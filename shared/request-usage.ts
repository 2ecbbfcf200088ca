import { costOf } from './cost-of.ts'
import type { PriceTable } from './prices.ts'
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

/** Estimated cost of a request in US dollars; undefined if one of its models has no price. */
export function requestCost(log: RequestLog, table: PriceTable): number | undefined {
  let total = 0
  for (const line of usageLinesOf(log)) {
    const cost = costOf(line, table, Date.parse(log.timestamp))
    if (cost === undefined) return undefined
    total += cost
  }
  return total
}
