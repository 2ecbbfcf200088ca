import { costOf } from '../../../shared/cost-of.ts'
import { priceChanges } from '../../../shared/prices.ts'
import { RequestKind } from '../../../shared/request-kind.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import { findUnpriced, type PricedLine } from '../../../shared/sum-costs.ts'
import {
  USAGE_COUNTS,
  type UsageBy,
  type UsageByGroup,
  type UsageGroup,
  type UsageSums,
} from '../../../shared/usage-by.ts'
import type { UsageByParams } from '../../base/request-log-queries.ts'
import type { TermKind } from '../schema.ts'
import { DAY_MS, HOUR_MS } from '../write/usage.ts'
import type { QueryDeps } from './query-deps.ts'
import { sumUsage, type UsageFilter, type UsageSum } from './sum-usage.ts'
import { offsetsOf, zoneSpans } from './time-zone.ts'
import { toUsageCsv } from './to-usage-csv.ts'
import { dimensionsOf, keyOf, type Work, type WorkDimension } from './usage-dimensions.ts'
import { splitAt, toLine } from './usage-queries.ts'

/** `GET /api/usage`. */
export async function usageBy(deps: QueryDeps, params: UsageByParams): Promise<UsageBy | Buffer> {
  const filter = params.source === 'transcript' ? undefined : await toFilter(deps, params)
  const sums = filter === undefined ? [] : await findSums(deps, { params, filter })
  await learnTexts(deps, sums)
  const groups = toGroups(deps, { params, sums })
  const answer = {
    groups: groups
      .map(({ key, lines, requests }) => ({ key, ...sumOf(lines, requests) }))
      .toSorted(byCost(params)),
    total: sumOf([], 0),
    unpriced: findUnpriced(groups.flatMap(({ lines }) => lines)),
  }
  answer.total = totalOf(answer.groups)
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
  return { servedIds, organizationId, ...(Object.keys(others).length > 0 && { work: others }) }
}

/** A sum, the local time of its group in ms since 1970, and the time whose prices apply. */
interface Found extends UsageSum {
  pricesAt: number
}

async function findSums(
  deps: QueryDeps,
  { params, filter }: { params: UsageByParams; filter: Omit<UsageFilter, 'from' | 'to'> },
): Promise<Found[]> {
  // Skips years without a request.
  const bounds = await deps.bounds()
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
      for (const sum of sums) found.push({ ...sum, at: sum.at * (unit ?? 0), pricesAt: start })
    }
  }
  return found
}

/** Weeks and months are put together from their days. */
function unitOf(groups: readonly UsageGroup[]): number | undefined {
  if (groups.includes('hour')) return HOUR_MS
  return groups.some((group) => group === 'day' || group === 'week' || group === 'month') ? DAY_MS : undefined
}

async function learnTexts({ database, texts }: QueryDeps, sums: readonly Found[]): Promise<void> {
  const ids = new Set<number>()
  for (const sum of sums) {
    for (const id of [sum.modelId, sum.priceMarksId, ...WORK.map((name) => sum[name] ?? 0)]) ids.add(id)
  }
  await texts.learn(database.db, ids)
}

const WORK = ['project_id', 'session_id', 'agent_id', 'kind_id', 'provider_id', 'organization_id'] as const

interface Group {
  key: UsageByGroup['key']
  requests: number
  lines: PricedLine[]
}

function toGroups(
  { texts }: QueryDeps,
  { params, sums }: { params: UsageByParams; sums: readonly Found[] },
): Group[] {
  const groups = new Map<string, Group & { byPrice: Map<string, Found> }>()
  for (const sum of sums) {
    const key = keyOf(params.groups, { work: sum, modelId: sum.modelId, at: sum.at }, texts)
    const name = JSON.stringify(key)
    let group = groups.get(name)
    if (group === undefined) groups.set(name, (group = { key, requests: 0, lines: [], byPrice: new Map() }))
    group.requests += sum.requests
    const price = `${sum.pricesAt}:${sum.modelId}:${sum.priceMarksId}`
    const same = group.byPrice.get(price)
    if (same === undefined) group.byPrice.set(price, sum)
    else addTo(same, sum)
  }
  for (const group of groups.values()) {
    for (const sum of group.byPrice.values()) {
      const line = toLine(sum, texts.of(sum.modelId) ?? 'unknown', texts.of(sum.priceMarksId))
      if (sum.uses > 0 || hasUsage(line))
        group.lines.push({ ...line, cost: costOf(line, params.prices, sum.pricesAt) })
    }
  }
  return [...groups.values()].filter(({ requests, lines }) => requests > 0 || lines.some(hasUsage))
}

function addTo(sum: UsageSum, more: UsageSum): void {
  sum.uses += more.uses
  sum.input += more.input
  sum.output += more.output
  sum.cacheCreation += more.cacheCreation
  sum.cacheCreation1h += more.cacheCreation1h
  sum.cacheRead += more.cacheRead
  sum.webSearches += more.webSearches
}

function hasUsage(line: Omit<PricedLine, 'cost'>): boolean {
  const { inputTokens, outputTokens, cacheCreationTokens, cacheReadTokens, webSearchRequests } = line
  return inputTokens + outputTokens + cacheCreationTokens + cacheReadTokens + webSearchRequests > 0
}

/** Of requests that used nothing the cost is known, but it is no sign of a price. */
function sumOf(lines: readonly PricedLine[], requests: number): UsageSums {
  const sum: UsageSums = { ...NOTHING, requests }
  const used = lines.filter(hasUsage)
  for (const line of used) {
    sum.input_tokens += line.inputTokens
    sum.output_tokens += line.outputTokens
    sum.cache_read_input_tokens += line.cacheReadTokens
    sum.cache_creation_5m_input_tokens += line.cacheCreationTokens - line.cacheCreation1hTokens
    sum.cache_creation_1h_input_tokens += line.cacheCreation1hTokens
    sum.web_search_requests += line.webSearchRequests
  }
  return { ...sum, cost: totalCost(used.map(({ cost }) => cost ?? null)) }
}

function totalOf(groups: readonly UsageSums[]): UsageSums {
  const total: UsageSums = { ...NOTHING }
  for (const group of groups) {
    for (const name of USAGE_COUNTS) total[name] += group[name]
  }
  return { ...total, cost: totalCost(groups.map(({ cost }) => cost)) }
}

/** Null if there are costs and none of them is known. */
function totalCost(costs: readonly (number | null)[]): number | null {
  const known = costs.filter((cost) => cost !== null)
  if (costs.length > 0 && known.length === 0) return null
  return roundNano(known.reduce((sum, cost) => sum + cost, 0))
}

const NOTHING: UsageSums = {
  requests: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_5m_input_tokens: 0,
  cache_creation_1h_input_tokens: 0,
  web_search_requests: 0,
  cost: 0,
}

/** So fine that the groups, however many, add up to the total's cent. */
function roundNano(dollars: number): number {
  return Math.round(dollars * 1e9) / 1e9
}

const TIMES: ReadonlySet<UsageGroup> = new Set(['hour', 'day', 'week', 'month'])

function byCost({ groups: [first] }: UsageByParams): (a: UsageByGroup, b: UsageByGroup) => number {
  if (first !== undefined && TIMES.has(first))
    return (a, b) => (String(a.key[first]) < String(b.key[first]) ? -1 : 1)
  return (a, b) => (b.cost ?? -1) - (a.cost ?? -1) || b.output_tokens - a.output_tokens
}
