import { sql } from 'kysely'
import { priceChanges, type PriceTable } from '../../../shared/prices.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import { HOUR_MS } from '../write/usage.ts'
import { createCosts } from './create-costs.ts'
import type { QueryDeps } from './query-deps.ts'

/** Usage of a session, or of a part of it. */
export interface SessionSum {
  requests: number
  input: number
  output: number
  writes: number
  reads: number
  /** In US dollars, of what has a price. */
  cost: number
  /** True if something was used that has a price. */
  isPriced: boolean
  /** True if something was used that has none. */
  isUnpriced: boolean
}

/** Null if something was used and none of it has a price. */
export function costOfSum({ cost, isPriced, isUnpriced }: SessionSum): number | null {
  return isUnpriced && !isPriced ? null : Math.round(cost * 1e9) / 1e9
}

export interface SessionTotals extends SessionSum {
  /** By the id of a sub-agent; 0 is everything else. */
  byAgent: Map<number, SessionSum>
  /** Number of requests by the id of the model that ran. */
  models: Map<number, number>
  /** Number of requests by the id of the project. */
  projects: Map<number, number>
  /** Begin of the hour of the first request, in ms since 1970. */
  from: number
}

type Prices = Pick<PriceTable, 'prices' | 'webSearches'>

interface Row {
  session: number
  agent: number
  project: number
  model: number
  marks: number
  hour: number
  requests: number
  input: number
  output: number
  writes: number
  writes1h: number
  reads: number
  searches: number
}

/**
 * Usage by session, from the sums by session and hour: one statement for each time between two changes of prices. An
 * hour in which a price changes has the price of its end.
 *
 * @param ids of sessions; undefined for all
 */
export async function sumSessions(
  deps: QueryDeps,
  { ids, prices }: { ids?: readonly number[] | undefined; prices: Prices },
): Promise<Map<number, SessionTotals>> {
  const found = new Map<number, SessionTotals>()
  if (ids?.length === 0) return found
  const starts = [0, ...priceChanges(prices)]
  for (const [index, at] of starts.entries()) {
    const to = starts[index + 1] ?? Number.MAX_SAFE_INTEGER
    const rows = await readSums(deps, ids, { from: Math.floor(at / HOUR_MS), to: Math.floor(to / HOUR_MS) })
    const costs = createCosts(prices, at)
    const { texts } = deps
    for (const row of rows)
      addRow(found, row, costs(toLine(row, texts.of(row.model) ?? 'unknown', texts.of(row.marks))))
  }
  return found
}

async function readSums(
  { database: { db }, texts }: QueryDeps,
  ids: readonly number[] | undefined,
  hours: { from: number; to: number },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select session_id as "session", agent_id as "agent", project_id as "project", served_model_id as "model",
      price_marks_id as "marks", min(hour) as "hour",
      cast(sum(requests) as bigint) as "requests", cast(sum(input_tokens) as bigint) as "input",
      cast(sum(output_tokens) as bigint) as "output", cast(sum(cache_creation) as bigint) as "writes",
      cast(sum(cache_creation_1h) as bigint) as "writes1h", cast(sum(cache_read) as bigint) as "reads",
      cast(sum(web_searches) as bigint) as "searches"
    from session_usage
    where ${ids === undefined ? sql`session_id <> 0` : sql`session_id in (${sql.join(ids)})`} and uses > 0
      and hour >= ${hours.from} and hour < ${hours.to}
    group by ${sql.join(KEY.map((column) => sql.ref(column)))}`.execute(db)
  await texts.learn(db, new Set(rows.flatMap(({ model, marks, project: id }) => [model, marks, id])))
  return rows
}

/** The beginning of the table's key: so nothing needs to be sorted. */
const KEY = [
  'session_id',
  'served_model_id',
  'price_marks_id',
  'project_id',
  'provider_id',
  'organization_id',
  'agent_id',
] as const

function addRow(found: Map<number, SessionTotals>, row: Row, cost: number | undefined): void {
  const total = found.get(row.session) ?? emptyTotals()
  found.set(row.session, total)
  const agent = total.byAgent.get(row.agent) ?? { ...NOTHING }
  total.byAgent.set(row.agent, agent)
  add(total, row, cost)
  add(agent, row, cost)
  count(total.models, row.model, row.requests)
  if (row.project !== 0) count(total.projects, row.project, row.requests)
  total.from = Math.min(total.from, row.hour * HOUR_MS)
}

const NOTHING: SessionSum = {
  requests: 0,
  input: 0,
  output: 0,
  writes: 0,
  reads: 0,
  cost: 0,
  isPriced: false,
  isUnpriced: false,
}

/** Of a session without a finished request. */
export function emptyTotals(): SessionTotals {
  return { ...NOTHING, byAgent: new Map(), models: new Map(), projects: new Map(), from: Infinity }
}

function toLine(row: Row, model: string, priceMarks: string | undefined): UsageLine {
  return {
    model,
    ...(priceMarks !== undefined && { priceMarks }),
    inputTokens: row.input,
    outputTokens: row.output,
    cacheCreationTokens: row.writes,
    cacheCreation1hTokens: row.writes1h,
    cacheReadTokens: row.reads,
    webSearchRequests: row.searches,
  }
}

function add(sum: SessionSum, row: Row, cost: number | undefined): void {
  sum.requests += row.requests
  sum.input += row.input
  sum.output += row.output
  sum.writes += row.writes
  sum.reads += row.reads
  // Failed requests used nothing, which says nothing about prices.
  if (row.input + row.output + row.writes + row.reads + row.searches === 0) return
  sum.cost += cost ?? 0
  if (cost === undefined) sum.isUnpriced = true
  else sum.isPriced = true
}

function count(counts: Map<number, number>, id: number, more: number): void {
  counts.set(id, (counts.get(id) ?? 0) + more)
}
