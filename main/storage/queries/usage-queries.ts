import type {
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  UsageStats,
} from '../../../shared/stats.ts'
import { TERM } from '../schema.ts'
import { DAY_MS } from '../write/usage.ts'
import type { QueryDeps } from './query-deps.ts'
import { sumUsage, type UsageFilter, type UsageSum } from './sum-usage.ts'
import { offsetsOf, zonePieces } from './time-zone.ts'

export interface RangeParams {
  /** In ms since 1970, both included. */
  start: number
  end: number
  /** An organisation's id. */
  org?: string | undefined
}

export interface StatsParams extends RangeParams {
  /** Part of a model's name, or `all`. */
  model?: string | undefined
}

export interface ZonedParams extends RangeParams {
  /** IANA name of the zone whose days and hours are meant. */
  tz: string
}

export interface HourlyParams extends ZonedParams {
  /** Length of a bucket in minutes; divides a day. */
  bucket: number
}

/** `GET /api/stats`. */
export async function usageStats(deps: QueryDeps, params: StatsParams): Promise<UsageStats> {
  const filter = await filterOf(deps, params)
  const modelIds = await deps.texts.models(deps.database.db, params.model)
  const sums = filter === undefined ? [] : await sumUsage(deps.database.db, { ...filter, modelIds })
  const total = sumOf(sums)
  const models = await byModel(deps, sums)
  return {
    total_requests: total.requests,
    total_input_tokens: total.input,
    total_output_tokens: total.output,
    total_cache_tokens: total.cache,
    requests_by_model: Object.fromEntries(
      models.map(([model, { requests, input, output, cache }]) => [
        model,
        { request_count: requests, input_tokens: input, output_tokens: output, cache_tokens: cache },
      ]),
    ),
    start_date: new Date(params.start).toISOString(),
    end_date: new Date(params.end).toISOString(),
  }
}

/** `GET /api/stats/models`. */
export async function modelStats(deps: QueryDeps, params: RangeParams): Promise<ModelStatsResponse> {
  const filter = await filterOf(deps, params)
  const models = await byModel(deps, filter === undefined ? [] : await sumUsage(deps.database.db, filter))
  const stats = models.map(([model, sum]) => ({ model, tokens: tokensOf(sum), requests: sum.requests }))
  return { modelStats: stats.toSorted((a, b) => b.tokens - a.tokens || (a.model < b.model ? -1 : 1)) }
}

/** `GET /api/stats/dashboard`. */
export async function dailyStats(deps: QueryDeps, params: ZonedParams): Promise<DashboardStats> {
  const groups = await zonedGroups(deps, params, { unit: DAY_MS, withinDay: false })
  const days = await Promise.all(
    groups.map(async ([day, sums]) => ({
      date: new Date(day * DAY_MS).toISOString().slice(0, 10),
      ...(await shares(deps, sums)),
    })),
  )
  return { dailyStats: days }
}

/** `GET /api/stats/hourly`. */
export async function hourlyStats(deps: QueryDeps, params: HourlyParams): Promise<HourlyStatsResponse> {
  const unit = params.bucket * 60_000
  const groups = await zonedGroups(deps, params, { unit, withinDay: true })
  const buckets = await Promise.all(
    groups.map(async ([index, sums]) => {
      const label = new Date(index * unit).toISOString().slice(11, 16)
      return { hour: Number(label.slice(0, 2)), label, ...(await shares(deps, sums)) }
    }),
  )
  const total = sumOf(groups.flatMap(([, sums]) => sums))
  return {
    hourlyStats: buckets,
    todayTokens: tokensOf(total),
    todayRequests: total.requests,
    avgResponseTime: total.responses === 0 ? 0 : Math.round(total.responseMs / total.responses),
  }
}

/** Sums by group, ascending; the pieces of a zone's time are put together. */
async function zonedGroups(
  deps: QueryDeps,
  params: ZonedParams,
  { unit, withinDay }: { unit: number; withinDay: boolean },
): Promise<[number, UsageSum[]][]> {
  const filter = await filterOf(deps, params)
  if (filter === undefined || filter.from >= filter.to) return []
  const groups = new Map<number, UsageSum[]>()
  // Years without a request are not asked for.
  const bounds = await deps.bounds()
  const range = { from: Math.max(filter.from, bounds.from), to: Math.min(filter.to, bounds.to) }
  if (range.from >= range.to) return []
  for (const { from, to, offset } of zonePieces(offsetsOf(params.tz), range)) {
    const sums = await sumUsage(deps.database.db, { ...filter, from, to }, { offset, unit, withinDay })
    for (const sum of sums) groups.set(sum.at, [...(groups.get(sum.at) ?? []), sum])
  }
  return [...groups].toSorted(([a], [b]) => a - b)
}

/** Undefined where no request can match. */
async function filterOf(deps: QueryDeps, { start, end, org }: RangeParams): Promise<UsageFilter | undefined> {
  const range = { from: start, to: end + 1 }
  if (org === undefined || org === '') return range
  const term = await deps.database.db
    .selectFrom('term')
    .select('id')
    .where('kind', '=', TERM.organization)
    .where('text', '=', org)
    .executeTakeFirst()
  return term === undefined ? undefined : { ...range, organizationId: term.id }
}

async function shares(
  deps: QueryDeps,
  sums: readonly UsageSum[],
): Promise<{
  tokens: number
  requests: number
  models: Record<string, { tokens: number; requests: number }>
}> {
  const total = sumOf(sums)
  const models = await byModel(deps, sums)
  return {
    tokens: tokensOf(total),
    requests: total.requests,
    models: Object.fromEntries(
      models.map(([model, sum]) => [model, { tokens: tokensOf(sum), requests: sum.requests }]),
    ),
  }
}

/** By name, in the order of the names: equal answers from both databases. */
async function byModel(deps: QueryDeps, sums: readonly UsageSum[]): Promise<[string, UsageSum][]> {
  const ids = [...new Set(sums.map(({ modelId }) => modelId))]
  await deps.texts.learn(deps.database.db, ids)
  return ids
    .map((id): [string, UsageSum] => [
      deps.texts.of(id) ?? 'unknown',
      sumOf(sums.filter(({ modelId }) => modelId === id)),
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function sumOf(sums: readonly UsageSum[]): UsageSum {
  const total: UsageSum = {
    at: 0,
    modelId: 0,
    requests: 0,
    input: 0,
    output: 0,
    cache: 0,
    responseMs: 0,
    responses: 0,
  }
  for (const sum of sums) {
    total.requests += sum.requests
    total.input += sum.input
    total.output += sum.output
    total.cache += sum.cache
    total.responseMs += sum.responseMs
    total.responses += sum.responses
  }
  return total
}

function tokensOf({ input, output, cache }: UsageSum): number {
  return input + output + cache
}
