import type { CostsResponse, ModelCost } from '../../../../shared/costs.ts'
import { coded, toMessage } from '../../../../shared/language/say.ts'
import { costOf, roundDollars } from '../../../../shared/cost-of.ts'
import type { PriceTable } from '../../../../shared/prices.ts'
import type { DailyUsage, KindsOfTokens } from '../../../../shared/stats.ts'
import type { UsageLine } from '../../../../shared/usage-line.ts'
import type { TimeRange } from '../../../base/request-log-queries.ts'

const CAVEATS = [
  coded('costs.not_a_bill'),
  coded('costs.todays_prices'),
  coded('costs.cache_writes'),
  coded('costs.short_prompts'),
  coded('costs.requested_model'),
].map(toMessage)

/** Estimates the cost of the tokens in a range. Models without a price are listed and left out of the sums. */
export function estimateCosts(
  usage: DailyUsage,
  { start, end }: TimeRange,
  table: PriceTable,
): CostsResponse {
  const days = usage.days.map(({ date, models }) => {
    const costs = models.map((tokens) => withCost(tokens, table))
    return { date, estimate: sumOf(costs), models: costs }
  })
  const models = addUp(usage)
    .map((tokens) => withCost(tokens, table))
    .toSorted((a, b) => (b.estimate ?? -1) - (a.estimate ?? -1) || (a.model < b.model ? -1 : 1))
  return {
    isEstimate: true,
    currency: 'USD',
    prices: { date: table.date, source: table.source },
    assumptions: CAVEATS.map(({ message }) => message),
    caveats: CAVEATS,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    estimate: sumOf(models),
    unpriced: models.filter(({ estimate }) => estimate === null).map(({ model }) => model),
    days,
    models,
  }
}

function withCost(tokens: KindsOfTokens, table: PriceTable): ModelCost {
  const cost = costOf(lineOf(tokens), table)
  return { ...tokens, estimate: cost === undefined ? null : roundDollars(cost) }
}

function lineOf(tokens: KindsOfTokens): UsageLine {
  return {
    model: tokens.model,
    inputTokens: tokens.input_tokens,
    outputTokens: tokens.output_tokens,
    cacheCreationTokens: tokens.cache_creation_input_tokens,
    cacheCreation1hTokens: tokens.cache_creation.ephemeral_1h_input_tokens,
    cacheReadTokens: tokens.cache_read_input_tokens,
  }
}

function addUp({ days }: DailyUsage): KindsOfTokens[] {
  const sums = new Map<string, KindsOfTokens>()
  for (const one of days.flatMap(({ models }) => models)) {
    const sum = sums.get(one.model)
    sums.set(one.model, sum === undefined ? one : plus(sum, one))
  }
  return [...sums.values()]
}

function plus(a: KindsOfTokens, b: KindsOfTokens): KindsOfTokens {
  return {
    model: a.model,
    requests: a.requests + b.requests,
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cache_creation_input_tokens: a.cache_creation_input_tokens + b.cache_creation_input_tokens,
    cache_creation: {
      ephemeral_5m_input_tokens:
        a.cache_creation.ephemeral_5m_input_tokens + b.cache_creation.ephemeral_5m_input_tokens,
      ephemeral_1h_input_tokens:
        a.cache_creation.ephemeral_1h_input_tokens + b.cache_creation.ephemeral_1h_input_tokens,
    },
    cache_read_input_tokens: a.cache_read_input_tokens + b.cache_read_input_tokens,
  }
}

function sumOf(costs: readonly ModelCost[]): number {
  return roundDollars(costs.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0))
}
