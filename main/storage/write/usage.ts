import { type Expression, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { RequestTable, Schema, UsageColumns } from '../schema.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const SUMS = [
  'requests',
  'input_tokens',
  'output_tokens',
  'cache_creation',
  'cache_creation_1h',
  'cache_read',
  'response_ms',
  'responses',
] as const

/** The columns of a finished request that count towards the sums. */
type FinishedRow = Pick<Row, 'started_at' | 'model_id' | 'organization_id'> & Partial<Pick<Row, Added>>

type Row = Selectable<RequestTable>
type Added =
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_creation'
  | 'cache_creation_1h'
  | 'cache_read'
  | 'duration_ms'

/** Adds requests to the hours and days in which they started (with -1, subtracts them). */
export async function addUsage(
  { database, trx }: { database: Database; trx: Transaction<Schema> },
  finished: readonly FinishedRow[],
  sign: 1 | -1 = 1,
): Promise<void> {
  const hours = sumUp(finished, { unit: HOUR_MS, sign }).map(({ at, ...sums }) => ({
    hour: at,
    ...sums,
  }))
  const days = sumUp(finished, { unit: DAY_MS, sign }).map(({ at, ...sums }) => ({ day: at, ...sums }))
  await database.insertAll(hours, (rows) =>
    trx
      .insertInto('hour_usage')
      .values(rows.slice())
      .onConflict((conflict) =>
        conflict.columns(['hour', 'model_id', 'organization_id']).doUpdateSet(added('hour_usage')),
      )
      .returning('hour'),
  )
  await database.insertAll(days, (rows) =>
    trx
      .insertInto('day_usage')
      .values(rows.slice())
      .onConflict((conflict) =>
        conflict.columns(['day', 'model_id', 'organization_id']).doUpdateSet(added('day_usage')),
      )
      .returning('day'),
  )
}

/** `sum = sum + excluded.sum` for every column. */
function added(table: 'hour_usage' | 'day_usage'): Record<(typeof SUMS)[number], Expression<number>> {
  const plus = (column: string) =>
    sql<number>`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`
  return {
    requests: plus('requests'),
    input_tokens: plus('input_tokens'),
    output_tokens: plus('output_tokens'),
    cache_creation: plus('cache_creation'),
    cache_creation_1h: plus('cache_creation_1h'),
    cache_read: plus('cache_read'),
    response_ms: plus('response_ms'),
    responses: plus('responses'),
  }
}

/** Sorted by key, so that two instances lock rows in the same order. */
function sumUp(
  finished: readonly FinishedRow[],
  { unit, sign }: { unit: number; sign: 1 | -1 },
): (UsageColumns & { at: number })[] {
  const groups = new Map<string, UsageColumns & { at: number }>()
  for (const row of finished) {
    const at = Math.floor(row.started_at / unit)
    const key = `${at}:${row.model_id}:${row.organization_id}`
    let group = groups.get(key)
    if (group === undefined) groups.set(key, (group = emptyGroup(at, row)))
    const durationMs = row.duration_ms ?? 0
    group.requests += sign
    group.input_tokens += sign * (row.input_tokens ?? 0)
    group.output_tokens += sign * (row.output_tokens ?? 0)
    group.cache_creation += sign * (row.cache_creation ?? 0)
    group.cache_creation_1h += sign * (row.cache_creation_1h ?? 0)
    group.cache_read += sign * (row.cache_read ?? 0)
    group.response_ms += sign * durationMs
    group.responses += durationMs > 0 ? sign : 0
  }
  return [...groups.values()].toSorted(
    (a, b) => a.at - b.at || a.model_id - b.model_id || a.organization_id - b.organization_id,
  )
}

function emptyGroup(at: number, { model_id, organization_id }: FinishedRow): UsageColumns & { at: number } {
  return {
    at,
    model_id,
    organization_id,
    requests: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_creation: 0,
    cache_creation_1h: 0,
    cache_read: 0,
    response_ms: 0,
    responses: 0,
  }
}

/** Deletes empty hours and days up to a time (ms since 1970). */
export async function dropEmptyUsage(trx: Transaction<Schema>, until: number): Promise<void> {
  const hour = Math.floor(until / HOUR_MS)
  const day = Math.floor(until / DAY_MS)
  await trx.deleteFrom('hour_usage').where('hour', '<=', hour).where('requests', '<=', 0).execute()
  await trx.deleteFrom('day_usage').where('day', '<=', day).where('requests', '<=', 0).execute()
}
