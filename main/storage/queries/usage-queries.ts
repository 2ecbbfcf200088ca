import type {
  DailyUsage,
  DashboardStats,
  HourlyStatsResponse,
  KindsOfTokens,
  ModelStatsResponse,
  UsageStats,
} from '../../../shared/stats.ts'
import type { HourlyParams, RangeParams, StatsParams, ZonedParams } from '../../base/request-log-queries.ts'
import { splitOf } from '../../../shared/split-of.ts'
import { DAY_MS } from '../write/usage.ts'
import { byModel, tokensOf, totalOf, usageFilter, zonedUsage } from './group-usage.ts'
import type { QueryDeps } from './query-deps.ts'
import { sumUsage, type UsageSum } from './sum-usage.ts'

/** `GET /api/stats`. */
export async function usageStats(deps: QueryDeps, params: StatsParams): Promise<UsageStats> {
  const filter = await usageFilter(deps, params)
  const modelIds = await deps.texts.models(deps.database.db, params.model)
  const sums = filter === undefined ? [] : await sumUsage(deps.database.db, { ...filter, modelIds })
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
          request_count: sum.requests,
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
  const stats = models.map(([model, sum]) => ({ model, tokens: tokensOf(sum), requests: sum.requests }))
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

/** Tokens of each kind by local day and model, for cost estimates. */
export async function dailyUsage(deps: QueryDeps, params: ZonedParams): Promise<DailyUsage> {
  const groups = await zonedUsage(deps, params, { unit: DAY_MS, withinDay: false })
  const days = await Promise.all(
    groups.map(async ([day, sums]) => {
      const models = await byModel(deps, sums)
      return { date: dateOf(day), models: models.map(([model, sum]) => kindsOf(model, sum)) }
    }),
  )
  return { days }
}

export function kindsOf(model: string, sum: UsageSum): KindsOfTokens {
  return {
    model,
    requests: sum.requests,
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
      models.map(([model, sum]) => [model, { tokens: tokensOf(sum), requests: sum.requests }]),
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
