import { roundNano } from '../../../shared/cost-of.ts'
import { priceChanges } from '../../../shared/prices.ts'
import { RequestKind } from '../../../shared/request-kind.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import { findUnpriced } from '../../../shared/sum-costs.ts'
import { USAGE_COUNTS, type UsageBy, type UsageGroup, type UsageSums } from '../../../shared/usage-by.ts'
import type { UsageByParams } from '../../base/request-log-queries.ts'
import type { TermKind } from '../schema.ts'
import { DAY_MS, HOUR_MS } from '../write/usage.ts'
import type { QueryDeps } from './query-deps.ts'
import { sumUsage, type UsageFilter } from './sum-usage.ts'
import { offsetsOf, zoneSpans } from './time-zone.ts'
import { toUsageCsv } from './to-usage-csv.ts'
import { dimensionsOf, keyOf, type Work, type WorkDimension } from './usage-dimensions.ts'
import { type Found, type Group, NOTHING, toGroups } from './usage-groups.ts'
import { splitAt } from './usage-queries.ts'

/** `GET /api/usage`. */
export async function usageBy(deps: QueryDeps, params: UsageByParams): Promise<UsageBy | Buffer> {
  const filter = await toFilter(deps, params)
  const sums = filter === undefined ? [] : await findSums(deps, { params, filter })
  await learn(deps, new Set(sums.flatMap(({ modelId, priceMarksId }) => [modelId, priceMarksId])))
  const groups = toGroups(deps.texts, { params, sums })
  const sorted = groups.toSorted(byCost(params))
  const listed = params.limit === undefined ? sorted : sorted.slice(0, params.limit)
  await learnNames(deps, params.groups, listed)
  const answer: UsageBy = {
    groups: listed.map(({ sample, sums: own }) => ({
      key: keyOf(params.groups, sample, deps.texts),
      ...own,
    })),
    total: totalOf(groups),
    ...(listed.length < groups.length && { omitted: groups.length - listed.length }),
    unpriced: findUnpriced(groups.flatMap(({ unpriced }) => unpriced)),
  }
  return params.isCsv === true ? Buffer.from(toUsageCsv(answer, params.groups)) : answer
}

/** Undefined when no request can match. */
async function toFilter(
  { database: { db }, texts }: QueryDeps,
  params: UsageByParams,
): Promise<Omit<UsageFilter, 'from' | 'to'> | undefined> {
  const work: Work = {}
  const isKind = RequestKind.anyOf.some((kind) => kind.const === params.agent)
  if (isKind && params.kind !== undefined && params.kind !== params.agent) return undefined
  const wanted: [WorkDimension, { term: TermKind }, string | undefined][] = [
    ['project_id', REQUEST_COLUMNS.project, params.project],
    ['session_id', REQUEST_COLUMNS.sessionId, params.session],
    ['agent_id', REQUEST_COLUMNS.agentId, isKind ? undefined : params.agent],
    ['kind_id', REQUEST_COLUMNS.kind, params.kind ?? (isKind ? params.agent : undefined)],
    ['provider_id', REQUEST_COLUMNS.provider, params.provider],
    ['organization_id', REQUEST_COLUMNS.organizationId, params.org],
  ]
  for (const [column, { term }, text] of wanted) {
    if (text === undefined) continue
    const id = await texts.find(db, term, text)
    if (id === undefined) return undefined
    work[column] = id
  }
  const servedIds = await texts.models(db, params.model)
  if (isKind) work.agent_id = 0
  const { organization_id: organizationId, ...others } = work
  const { source } = params
  return { servedIds, organizationId, source, ...(Object.keys(others).length > 0 && { work: others }) }
}

async function findSums(
  deps: QueryDeps,
  { params, filter }: { params: UsageByParams; filter: Omit<UsageFilter, 'from' | 'to'> },
): Promise<Found[]> {
  // Skips years without a request.
  const bounds = await deps.bounds(params.source)
  const range = { start: Math.max(params.start, bounds.from), end: Math.min(params.end, bounds.to - 1) }
  if (range.start > range.end) return []
  const unit = unitOf(params.groups)
  const dimensions = dimensionsOf(params.groups)
  const found: Found[] = []
  for (const { start, end } of splitAt(range, priceChanges(params.prices))) {
    const part = { from: start, to: end + 1 }
    const spans = unit === undefined ? [{ ...part, offset: 0 }] : zoneSpans(offsetsOf(params.tz), part)
    for (const { from, to, offset } of spans) {
      const grouping = unit === undefined ? undefined : { offset, unit, withinDay: false }
      const sums = await sumUsage(deps.database.db, { ...filter, from, to }, grouping, dimensions)
      for (const sum of sums) found.push(Object.assign(sum, { at: sum.at * (unit ?? 0), pricesAt: start }))
    }
  }
  return found
}

/** Weeks and months are put together from their days. */
function unitOf(groups: readonly UsageGroup[]): number | undefined {
  if (groups.includes('hour')) return HOUR_MS
  return groups.some((group) => group === 'day' || group === 'week' || group === 'month') ? DAY_MS : undefined
}

function learn({ database, texts }: QueryDeps, ids: ReadonlySet<number>): Promise<void> {
  return texts.learn(database.db, ids)
}

/** Only those of the listed groups: there are as many sessions and agents as there are pieces of work. */
async function learnNames(
  deps: QueryDeps,
  names: readonly UsageGroup[],
  groups: readonly Group[],
): Promise<void> {
  const dimensions = dimensionsOf(names)
  const ids = new Set<number>()
  for (const { sample } of groups) {
    for (const name of dimensions) ids.add(sample[name] ?? 0)
  }
  await learn(deps, ids)
}

function totalOf(groups: readonly Group[]): UsageSums {
  const total: UsageSums = { ...NOTHING }
  let isPriced = groups.length === 0
  for (const { sums } of groups) {
    for (const name of USAGE_COUNTS) total[name] += sums[name]
    total.cost = (total.cost ?? 0) + (sums.cost ?? 0)
    isPriced ||= sums.cost !== null
  }
  return { ...total, cost: isPriced ? roundNano(total.cost ?? 0) : null }
}

const TIMES: ReadonlySet<UsageGroup> = new Set(['hour', 'day', 'week', 'month'])

function byCost({ groups: [first] }: UsageByParams): (a: Group, b: Group) => number {
  if (first !== undefined && TIMES.has(first)) return (a, b) => a.sample.at - b.sample.at
  return (a, b) => (b.sums.cost ?? -1) - (a.sums.cost ?? -1) || b.sums.output_tokens - a.sums.output_tokens
}
