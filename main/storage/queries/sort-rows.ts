import { sql } from 'kysely'
import { costOf } from '../../../shared/cost-of.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import { MAX_SORTED_ROWS, type RequestSort } from '../../../shared/request-filter.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import type { Condition } from './condition.ts'
import type { QueryDeps } from './query-deps.ts'
import type { RowFilter } from './row-filter.ts'
import { type Cursor, chunksOf } from './scan-rows.ts'

interface Valued extends Cursor {
  value: number
}

export interface RowOrder {
  sort: RequestSort
  /** In US dollars. */
  minCost: number | undefined
  prices: Pick<PriceTable, 'prices' | 'webSearches'> | undefined
}

/** Positions of the first rows in an order; newer ones first among equals. Unknown values are the smallest. */
export async function sortedPlaces(deps: QueryDeps, filter: RowFilter, order: RowOrder): Promise<Cursor[]> {
  const { sort, minCost } = order
  let first: Valued[] = []
  for await (const chunk of chunksOf(deps, filter)) {
    const rows =
      sort === 'cost' || minCost !== undefined
        ? await readCosts(deps, chunk, order)
        : await readValues(deps, chunk, sort)
    for (const row of rows) first.push(row)
    if (first.length > 4 * MAX_SORTED_ROWS) first = cut(first)
  }
  return cut(first)
}

function cut(rows: readonly Valued[]): Valued[] {
  return rows
    .toSorted((a, b) => b.value - a.value || b.startedAt - a.startedAt || b.id - a.id)
    .slice(0, MAX_SORTED_ROWS)
}

const COLUMNS = {
  time: 'started_at',
  duration: 'duration_ms',
  tokens: 'output_tokens',
} as const

async function readValues(
  { database: { db } }: QueryDeps,
  chunk: Condition,
  sort: keyof typeof COLUMNS,
): Promise<Valued[]> {
  const { rows } = await sql<Valued>`
    select id, started_at as "startedAt", coalesce(${sql.ref(COLUMNS[sort])}, -1) as "value"
    from request where ${chunk}
    order by coalesce(${sql.ref(COLUMNS[sort])}, -1) desc, started_at desc limit ${MAX_SORTED_ROWS}`.execute(
    db,
  )
  return rows
}

interface CostRow extends Cursor {
  modelId: number
  marksId: number
  input: number | null
  output: number | null
  writes: number | null
  writes1h: number | null
  reads: number | null
  searches: number | null
  lines: string | null
  durationMs: number | null
}

/** The price table is ours alone, so each row is priced here. */
async function readCosts(
  { database: { db }, texts }: QueryDeps,
  chunk: Condition,
  { sort, minCost = -1, prices }: RowOrder,
): Promise<Valued[]> {
  const { rows } = await sql<CostRow>`
    select id, started_at as "startedAt", coalesce(served_model_id, model_id) as "modelId",
      price_marks_id as "marksId", input_tokens as "input", output_tokens as "output",
      cache_creation as "writes", cache_creation_1h as "writes1h", cache_read as "reads",
      web_searches as "searches", usage_lines as "lines", duration_ms as "durationMs"
    from request where ${chunk}`.execute(db)
  await texts.learn(db, new Set(rows.flatMap(({ modelId, marksId }) => [modelId, marksId])))
  return rows.flatMap((row) => {
    const cost = costOfRow(row, texts, prices)
    if (cost < minCost) return []
    const value = { time: row.startedAt, duration: row.durationMs ?? -1, tokens: row.output ?? -1, cost }[
      sort
    ]
    return [{ id: row.id, startedAt: row.startedAt, value }]
  })
}

function costOfRow(row: CostRow, texts: QueryDeps['texts'], prices: RowOrder['prices']): number {
  if (prices === undefined) return -1
  const lines = row.lines === null ? [lineOf(row, texts)] : (JSON.parse(row.lines) as UsageLine[])
  let total = 0
  for (const line of lines) {
    const cost = costOf(line, prices, row.startedAt)
    if (cost === undefined) return -1
    total += cost
  }
  return total
}

function lineOf(row: CostRow, texts: QueryDeps['texts']): UsageLine {
  const priceMarks = texts.of(row.marksId)
  return {
    model: texts.of(row.modelId) ?? 'unknown',
    ...(priceMarks !== undefined && { priceMarks }),
    inputTokens: row.input ?? 0,
    outputTokens: row.output ?? 0,
    cacheCreationTokens: row.writes ?? 0,
    cacheCreation1hTokens: row.writes1h ?? 0,
    cacheReadTokens: row.reads ?? 0,
    webSearchRequests: row.searches ?? 0,
  }
}
