import type {
  CountedLine,
  DailyUsage,
  DashboardStats,
  HourlyStatsResponse,
  KindsOfTokens,
  ModelStatsResponse,
  UsageStats,
} from '../../../shared/stats.ts'
import type {
  HourlyParams,
  RangeParams,
  StatsParams,
  TimeRange,
  UsageParams,
  ZonedParams,
} from '../../base/request-log-queries.ts'
import { splitOf } from '../../../shared/split-of.ts'
import { DAY_MS } from '../write/usage.ts'
import { byModel, byPrice, tokensOf, totalOf, usageFilter, zonedUsage } from './group-usage.ts'
import type { QueryDeps } from './query-deps.ts'
import { sumUsage, type UsageSum } from './sum-usage.ts'

/** `GET /api/stats`. */
export async function usageStats(deps: QueryDeps, params: StatsParams): Promise<UsageStats> {
  const filter = await usageFilter(deps, params)
  const servedIds = await deps.texts.models(deps.database.db, params.model)
  const sums = filter === undefined ? [] : await sumUsage(deps.database.db, { ...filter, servedIds })
  const total = totalOf(sums)
  const models = await byModel(deps, sums)
  return {
    total_requests: total.requests,
    total_input_tokens: total.input,
    total_output_tokens: total.output,
    total_cache_tokens: cacheOf(total),
    requests_by_model: Object.fromEntries(
      models.map(([model, sum]) => [
        model,
        {
          request_count: sum.uses,
          input_tokens: sum.input,
          output_tokens: sum.output,
          cache_tokens: cacheOf(sum),
        },
      ]),
    ),
    start_date: new Date(params.start).toISOString(),
    end_date: new Date(params.end).toISOString(),
  }
}

/** `GET /api/stats/models`. */
export async function modelStats(deps: QueryDeps, params: RangeParams): Promise<ModelStatsResponse> {
  const filter = await usageFilter(deps, params)
  const models = await byModel(deps, filter === undefined ? [] : await sumUsage(deps.database.db, filter))
  const stats = models.map(([model, sum]) => ({ model, tokens: tokensOf(sum), requests: sum.uses }))
  return { modelStats: stats.toSorted((a, b) => b.tokens - a.tokens || (a.model < b.model ? -1 : 1)) }
}

/** `GET /api/stats/dashboard`. */
export async function dailyStats(deps: QueryDeps, params: ZonedParams): Promise<DashboardStats> {
  const groups = await zonedUsage(deps, params, { unit: DAY_MS, withinDay: false })
  const days = await Promise.all(
    groups.map(async ([day, sums]) => ({ date: dateOf(day), ...(await shares(deps, sums)) })),
  )
  return { dailyStats: days }
}

/** `GET /api/stats/hourly`. */
export async function hourlyStats(deps: QueryDeps, params: HourlyParams): Promise<HourlyStatsResponse> {
  const unit = params.bucket * 60_000
  const groups = await zonedUsage(deps, params, { unit, withinDay: true })
  const buckets = await Promise.all(
    groups.map(async ([index, sums]) => {
      const label = new Date(index * unit).toISOString().slice(11, 16)
      return { hour: Number(label.slice(0, 2)), label, ...(await shares(deps, sums)) }
    }),
  )
  const total = totalOf(groups.flatMap(([, sums]) => sums))
  return {
    hourlyStats: buckets,
    todayTokens: tokensOf(total),
    todayRequests: total.requests,
    avgResponseTime: total.responses === 0 ? 0 : Math.round(total.responseMs / total.responses),
  }
}

/** Usage by local day, model and price, for cost estimates. */
export async function dailyUsage(deps: QueryDeps, params: UsageParams): Promise<DailyUsage> {
  const spans = splitAt(params, params.priceChanges)
  const days: DailyUsage['days'] = []
  for (const span of spans) {
    const groups = await zonedUsage(deps, { ...params, ...span }, { unit: DAY_MS, withinDay: false })
    for (const [day, sums] of groups) {
      const lines = (await byPrice(deps, sums)).map(({ sum, model, priceMarks }) =>
        toLine(sum, model, priceMarks),
      )
      days.push({ date: dateOf(day), pricesAt: span.start, requests: totalOf(sums).requests, lines })
    }
  }
  return { days }
}

/** Parts of a range between the changes, so that each has one price. */
export function splitAt({ start, end }: TimeRange, changes: readonly number[] = []): TimeRange[] {
  const inside = changes.filter((at) => at > start && at <= end).toSorted((a, b) => a - b)
  const starts = [start, ...inside]
  return starts.map((from, index) => ({ start: from, end: (starts[index + 1] ?? end + 1) - 1 }))
}

/** Usage of one model at one price. */
export function toLine(sum: UsageSum, model: string, priceMarks: string | undefined): CountedLine {
  return {
    model,
    ...(priceMarks !== undefined && { priceMarks }),
    requests: sum.uses,
    inputTokens: sum.input,
    outputTokens: sum.output,
    cacheCreationTokens: sum.cacheCreation,
    cacheCreation1hTokens: sum.cacheCreation1h,
    cacheReadTokens: sum.cacheRead,
    webSearchRequests: sum.webSearches,
  }
}

export function kindsOf(model: string, sum: UsageSum): KindsOfTokens {
  return {
    model,
    requests: sum.uses,
    input_tokens: sum.input,
    output_tokens: sum.output,
    cache_creation_input_tokens: sum.cacheCreation,
    cache_creation: splitOf(sum.cacheCreation, sum.cacheCreation1h),
    cache_read_input_tokens: sum.cacheRead,
  }
}

async function shares(
  deps: QueryDeps,
  sums: readonly UsageSum[],
): Promise<{
  tokens: number
  requests: number
  models: Record<string, { tokens: number; requests: number }>
}> {
  const total = totalOf(sums)
  const models = await byModel(deps, sums)
  return {
    tokens: tokensOf(total),
    requests: total.requests,
    models: Object.fromEntries(
      models.map(([model, sum]) => [model, { tokens: tokensOf(sum), requests: sum.uses }]),
    ),
  }
}

function cacheOf({ cacheCreation, cacheRead }: UsageSum): number {
  return cacheCreation + cacheRead
}

/** ISO date of a day counted from 1970. */
function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}
