import type { CostsResponse, ModelCost } from '../../../../shared/costs.ts'
import { costOf, roundDollars } from '../../../../shared/cost-of.ts'
import { coded, toMessage } from '../../../../shared/language/say.ts'
import type { PriceTable } from '../../../../shared/prices.ts'
import { splitOf } from '../../../../shared/split-of.ts'
import type { DailyUsage } from '../../../../shared/stats.ts'
import { findUnpriced, type PricedLine } from '../../../../shared/sum-costs.ts'
import type { TimeRange } from '../../../base/request-log-queries.ts'

const CAVEATS = [coded('costs.not_a_bill'), coded('costs.cache_writes'), coded('costs.what_ran')].map(
  toMessage,
)

/** Estimates the cost of a range's usage. Models without a price are listed and left out of the sums. */
export function estimateCosts(
  usage: DailyUsage,
  { start, end }: TimeRange,
  table: PriceTable,
): CostsResponse {
  const priced = usage.days.map(({ lines, ...day }) => ({
    ...day,
    lines: lines.map((line): PricedLine => ({ ...line, cost: costOf(line, table, day.pricesAt) })),
  }))
  const lines = priced.flatMap((day) => day.lines)
  const days = [...Map.groupBy(priced, ({ date }) => date)].map(([date, parts]) => {
    const own = parts.flatMap((day) => day.lines)
    return { date, requests: requestsIn(parts), estimate: totalOf(own), models: byModel(own) }
  })
  const unpriced = findUnpriced(lines)
  return {
    isEstimate: true,
    currency: 'USD',
    prices: { date: table.date, source: table.source },
    assumptions: CAVEATS.map(({ message }) => message),
    caveats: CAVEATS,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    requests: requestsIn(priced),
    estimate: totalOf(lines),
    unpriced: unpriced.map(({ model }) => model),
    unpricedModels: unpriced,
    days,
    models: byModel(lines).toSorted(
      (a, b) => (b.estimate ?? -1) - (a.estimate ?? -1) || (a.model < b.model ? -1 : 1),
    ),
  }
}

function byModel(lines: readonly PricedLine[]): ModelCost[] {
  return [...Map.groupBy(lines, ({ model }) => model)].map(([model, own]) => {
    const sum = (pick: (line: PricedLine) => number) => own.reduce((total, line) => total + pick(line), 0)
    const written = sum(({ cacheCreationTokens }) => cacheCreationTokens)
    return {
      model,
      requests: sum(({ requests }) => requests),
      input_tokens: sum(({ inputTokens }) => inputTokens),
      output_tokens: sum(({ outputTokens }) => outputTokens),
      cache_creation_input_tokens: written,
      cache_creation: splitOf(
        written,
        sum(({ cacheCreation1hTokens }) => cacheCreation1hTokens),
      ),
      cache_read_input_tokens: sum(({ cacheReadTokens }) => cacheReadTokens),
      web_search_requests: sum(({ webSearchRequests }) => webSearchRequests),
      estimate: own.every(({ cost }) => cost === undefined) ? null : totalOf(own),
    }
  })
}

function totalOf(lines: readonly PricedLine[]): number {
  return roundDollars(lines.reduce((sum, { cost = 0 }) => sum + cost, 0))
}

function requestsIn(days: readonly { requests: number }[]): number {
  return days.reduce((sum, { requests }) => sum + requests, 0)
}
