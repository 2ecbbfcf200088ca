import { type Expression, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { RequestTable, Schema, UsageColumns } from '../schema.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Parameters of one `in (…)`. */
const CHUNK = 400

const KEYS = ['model_id', 'served_model_id', 'organization_id', 'price_marks_id'] as const
const SUMS = [
  'requests',
  'uses',
  'input_tokens',
  'output_tokens',
  'cache_creation',
  'cache_creation_1h',
  'cache_read',
  'web_searches',
  'response_ms',
  'responses',
] as const

/** Usage of a finished request, or of one of its models. */
export type UsageRow = UsageColumns & { started_at: number }

type Row = Selectable<RequestTable>
type Added =
  | 'served_model_id'
  | 'price_marks_id'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_creation'
  | 'cache_creation_1h'
  | 'cache_read'
  | 'web_searches'
  | 'duration_ms'

/** Usage of a request that one model ran. */
export function usageOf(
  row: Pick<Row, 'started_at' | 'model_id' | 'organization_id'> & Partial<Pick<Row, Added>>,
): UsageRow {
  const durationMs = row.duration_ms ?? 0
  return {
    started_at: row.started_at,
    model_id: row.model_id,
    served_model_id: row.served_model_id ?? row.model_id,
    organization_id: row.organization_id,
    price_marks_id: row.price_marks_id ?? 0,
    requests: 1,
    uses: 1,
    input_tokens: row.input_tokens ?? 0,
    output_tokens: row.output_tokens ?? 0,
    cache_creation: row.cache_creation ?? 0,
    cache_creation_1h: row.cache_creation_1h ?? 0,
    cache_read: row.cache_read ?? 0,
    web_searches: row.web_searches ?? 0,
    response_ms: durationMs,
    responses: durationMs > 0 ? 1 : 0,
  }
}

/** Adds usage to the hours and days in which the requests started (with -1, subtracts it). */
export async function addUsage(
  { database, trx }: { database: Database; trx: Transaction<Schema> },
  usage: readonly UsageRow[],
  sign: 1 | -1 = 1,
): Promise<void> {
  const hours = sumUp(usage, { unit: HOUR_MS, sign }).map(({ at, ...sums }) => ({ hour: at, ...sums }))
  const days = sumUp(usage, { unit: DAY_MS, sign }).map(({ at, ...sums }) => ({ day: at, ...sums }))
  await database.insertAll(hours, (rows) =>
    trx
      .insertInto('hour_usage')
      .values(rows.slice())
      .onConflict((conflict) => conflict.columns(['hour', ...KEYS]).doUpdateSet(added('hour_usage')))
      .returning('hour'),
  )
  await database.insertAll(days, (rows) =>
    trx
      .insertInto('day_usage')
      .values(rows.slice())
      .onConflict((conflict) => conflict.columns(['day', ...KEYS]).doUpdateSet(added('day_usage')))
      .returning('day'),
  )
}

/** Usage of stored requests, as far as they are finished. */
export async function loadUsage(trx: Transaction<Schema>, rows: readonly Row[]): Promise<UsageRow[]> {
  const finished = rows.filter(({ who }) => who !== null)
  const several = idsWithLines(finished)
  const usage = finished.filter((row) => row.usage_lines === null).map(usageOf)
  for (let at = 0; at < several.length; at += CHUNK) {
    const ids = several.slice(at, at + CHUNK)
    usage.push(...(await trx.selectFrom('usage_line').selectAll().where('request_id', 'in', ids).execute()))
  }
  return usage
}

/** Requests that several models ran, which have rows in `usage_line`. */
export function idsWithLines(rows: readonly Pick<Row, 'id' | 'usage_lines'>[]): number[] {
  return rows.filter((row) => row.usage_lines !== null).map(({ id }) => id)
}

type Sums = Record<(typeof SUMS)[number], number>

/** `sum = sum + excluded.sum` for every column. */
function added(table: 'hour_usage' | 'day_usage'): Record<keyof Sums, Expression<number>> {
  const plus = (column: string) =>
    sql<number>`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`
  return {
    requests: plus('requests'),
    uses: plus('uses'),
    input_tokens: plus('input_tokens'),
    output_tokens: plus('output_tokens'),
    cache_creation: plus('cache_creation'),
    cache_creation_1h: plus('cache_creation_1h'),
    cache_read: plus('cache_read'),
    web_searches: plus('web_searches'),
    response_ms: plus('response_ms'),
    responses: plus('responses'),
  }
}

type Group = UsageColumns & { at: number }

/** Sorted by key, so that two instances lock rows in the same order. */
function sumUp(usage: readonly UsageRow[], { unit, sign }: { unit: number; sign: 1 | -1 }): Group[] {
  const groups = new Map<string, Group>()
  for (const row of usage) {
    const at = Math.floor(row.started_at / unit)
    const key = `${at}:${row.model_id}:${row.served_model_id}:${row.organization_id}:${row.price_marks_id}`
    let group = groups.get(key)
    if (group === undefined) groups.set(key, (group = emptyGroup(at, row)))
    for (const name of SUMS) group[name] += sign * row[name]
  }
  return [...groups.values()].toSorted(
    (a, b) =>
      a.at - b.at ||
      a.model_id - b.model_id ||
      a.served_model_id - b.served_model_id ||
      a.organization_id - b.organization_id ||
      a.price_marks_id - b.price_marks_id,
  )
}

function emptyGroup(at: number, row: UsageRow): Group {
  const { model_id, served_model_id, organization_id, price_marks_id } = row
  return {
    at,
    model_id,
    served_model_id,
    organization_id,
    price_marks_id,
    requests: 0,
    uses: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_creation: 0,
    cache_creation_1h: 0,
    cache_read: 0,
    web_searches: 0,
    response_ms: 0,
    responses: 0,
  }
}

/** Deletes empty hours and days up to a time (ms since 1970). */
export async function dropEmptyUsage(trx: Transaction<Schema>, until: number): Promise<void> {
  const hour = Math.floor(until / HOUR_MS)
  const day = Math.floor(until / DAY_MS)
  await trx.deleteFrom('hour_usage').where('hour', '<=', hour).where('uses', '<=', 0).execute()
  await trx.deleteFrom('day_usage').where('day', '<=', day).where('uses', '<=', 0).execute()
}
