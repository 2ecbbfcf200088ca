import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { RangeParams, ZonedParams } from '../../base/request-log-queries.ts'
import type { QueryDeps } from './query-deps.ts'
import { sumUsage, type UsageFilter, type UsageSum } from './sum-usage.ts'
import type { Work } from './usage-dimensions.ts'
import { offsetsOf, zoneSpans } from './time-zone.ts'

/** Undefined when no request can match. */
export async function usageFilter(
  deps: QueryDeps,
  { start, end, org, project, source = 'both' }: RangeParams,
): Promise<UsageFilter | undefined> {
  const { db } = deps.database
  const range: UsageFilter = { from: start, to: end + 1, source }
  if (project !== undefined) {
    const id = await deps.texts.find(db, REQUEST_COLUMNS.project.term, project)
    if (id === undefined) return undefined
    range.work = { project_id: id }
  }
  if (org === undefined || org === '') return range
  const organizationId = await deps.texts.find(db, REQUEST_COLUMNS.organizationId.term, org)
  return organizationId === undefined ? undefined : { ...range, organizationId }
}

/**
 * Sums by group, ascending, merged across the zone's clock changes.
 *
 * @param grouping.unit length of a group in ms; divides a day
 * @param grouping.withinDay combines groups of the same time on different days
 * @throws RangeError for a zone that the runtime does not know
 */
export async function zonedUsage(
  deps: QueryDeps,
  params: ZonedParams,
  { unit, withinDay }: { unit: number; withinDay: boolean },
): Promise<[number, UsageSum[]][]> {
  const filter = await usageFilter(deps, params)
  if (filter === undefined || filter.from >= filter.to) return []
  const groups = new Map<number, UsageSum[]>()
  // Skips years without a request.
  const bounds = await deps.bounds(filter.source)
  const range = { from: Math.max(filter.from, bounds.from), to: Math.min(filter.to, bounds.to) }
  if (range.from >= range.to) return []
  for (const { from, to, offset } of zoneSpans(offsetsOf(params.tz), range)) {
    const sums = await sumUsage(deps.database.db, { ...filter, from, to }, { offset, unit, withinDay })
    for (const [at, some] of Map.groupBy(sums, (sum) => sum.at))
      groups.set(at, [...(groups.get(at) ?? []), ...some])
  }
  return [...groups].filter(([, sums]) => totalOf(sums).requests > 0).toSorted(([a], [b]) => a - b)
}

/** Sorted by name, so both databases return the same result. */
export async function byModel(deps: QueryDeps, sums: readonly UsageSum[]): Promise<[string, UsageSum][]> {
  const groups = Map.groupBy(sums, ({ modelId }) => modelId)
  await deps.texts.learn(deps.database.db, groups.keys())
  return [...groups]
    .map(([id, some]): [string, UsageSum] => [deps.texts.of(id) ?? 'unknown', totalOf(some)])
    .filter(([, { uses }]) => uses > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** As `byModel`, but separate for each price. */
export async function byPrice(
  deps: QueryDeps,
  sums: readonly UsageSum[],
): Promise<{ model: string; priceMarks: string | undefined; sum: UsageSum }[]> {
  const groups = Map.groupBy(sums, ({ modelId, priceMarksId }) => `${modelId}:${priceMarksId}`)
  await deps.texts.learn(
    deps.database.db,
    sums.flatMap(({ modelId, priceMarksId }) => [modelId, priceMarksId]),
  )
  return [...groups.values()]
    .map((some) => ({
      model: deps.texts.of(some[0]?.modelId ?? 0) ?? 'unknown',
      priceMarks: deps.texts.of(some[0]?.priceMarksId ?? 0),
      sum: totalOf(some),
    }))
    .filter(({ sum }) => sum.uses > 0 || tokensOf(sum) > 0)
    .toSorted((a, b) => (a.model < b.model ? -1 : 1))
}

export function totalOf(sums: readonly UsageSum[]): Required<Omit<UsageSum, keyof Work>> {
  const total = { ...NOTHING }
  for (const sum of sums) {
    total.requests += sum.requests
    total.uses += sum.uses
    total.input += sum.input
    total.output += sum.output
    total.cacheCreation += sum.cacheCreation
    total.cacheCreation1h += sum.cacheCreation1h
    total.cacheRead += sum.cacheRead
    total.webSearches += sum.webSearches
    total.responseMs += sum.responseMs ?? 0
    total.responses += sum.responses ?? 0
  }
  return total
}

/** Tokens of all kinds. */
export function tokensOf({ input, output, cacheCreation, cacheRead }: UsageSum): number {
  return input + output + cacheCreation + cacheRead
}

const NOTHING = {
  at: 0,
  modelId: 0,
  priceMarksId: 0,
  requests: 0,
  uses: 0,
  input: 0,
  output: 0,
  cacheCreation: 0,
  cacheCreation1h: 0,
  cacheRead: 0,
  webSearches: 0,
  responseMs: 0,
  responses: 0,
}
