import type { CostsResponse, ModelCost } from '../../../../shared/costs.ts'
import { coded, toMessage } from '../../../../shared/language/say.ts'
import { findPrice, type ModelPrice, type PriceTable } from '../../../../shared/prices.ts'
import type { DailyUsage, KindsOfTokens } from '../../../../shared/stats.ts'
import type { TimeRange } from '../../../base/request-log-queries.ts'

const MILLION = 1_000_000

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
    const costs = models.map((tokens) => costOf(tokens, table.prices))
    return { date, estimate: sumOf(costs), models: costs }
  })
  const models = addUp(usage)
    .map((tokens) => costOf(tokens, table.prices))
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

function costOf(tokens: KindsOfTokens, prices: readonly ModelPrice[]): ModelCost {
  const price = findPrice(prices, tokens.model)
  return { ...tokens, estimate: price === undefined ? null : round(dollars(tokens, price)) }
}

function dollars(tokens: KindsOfTokens, price: ModelPrice): number {
  return (
    (tokens.input_tokens * price.input +
      tokens.output_tokens * price.output +
      tokens.cache_creation.ephemeral_5m_input_tokens * price.cacheWrite5m +
      tokens.cache_creation.ephemeral_1h_input_tokens * price.cacheWrite1h +
      tokens.cache_read_input_tokens * price.cacheRead) /
    MILLION
  )
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
  return round(costs.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0))
}

/** Rounds to a ten-thousandth of a cent: anything smaller is floating-point noise. */
function round(amount: number): number {
  return Math.round(amount * MILLION) / MILLION
}
