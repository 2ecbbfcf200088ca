import { costOf } from './cost-of.ts'
import type { PriceTable } from './prices.ts'
import type { RequestLog } from './request-log.ts'
import type { UsageLine } from './usage-line.ts'

/** Usage of a request by model. Empty if its response reported none. */
export function usageLinesOf({ model, routedModel, response }: RequestLog): UsageLine[] {
  const usage = response?.usage
  if (usage?.input_tokens === undefined && usage?.output_tokens === undefined) return []
  return [
    {
      model: routedModel ?? model ?? 'unknown',
      inputTokens: usage.input_tokens ?? 0,
      outputTokens: usage.output_tokens ?? 0,
      cacheCreationTokens: usage.cache_creation_input_tokens ?? 0,
      cacheCreation1hTokens: usage.cache_creation?.ephemeral_1h_input_tokens ?? 0,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    },
  ]
}

/** Estimated cost of a request in US dollars; undefined if one of its models has no price. */
export function requestCost(log: RequestLog, table: PriceTable): number | undefined {
  let total = 0
  for (const line of usageLinesOf(log)) {
    const cost = costOf(line, table)
    if (cost === undefined) return undefined
    total += cost
  }
  return total
}
