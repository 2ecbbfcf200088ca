import { type Expression, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema, UsageColumns } from '../schema.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const SUMS = [
  'requests',
  'input_tokens',
  'output_tokens',
  'cache_creation',
  'cache_read',
  'response_ms',
  'responses',
] as const

/** What one finished request adds to the sums. */
export interface Contribution {
  startedAt: number
  modelId: number
  organizationId: number
  input: number
  output: number
  cacheCreation: number
  cacheRead: number
  durationMs: number
}

/** Adds requests to the hours and days in which they started (or, with -1, takes them out again). */
export async function addUsage(
  { database, trx }: { database: Database; trx: Transaction<Schema> },
  contributions: readonly Contribution[],
  sign: 1 | -1 = 1,
): Promise<void> {
  const hours = sumUp(contributions, { unit: HOUR_MS, sign }).map(({ at, ...sums }) => ({
    hour: at,
    ...sums,
  }))
  const days = sumUp(contributions, { unit: DAY_MS, sign }).map(({ at, ...sums }) => ({ day: at, ...sums }))
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
    cache_read: plus('cache_read'),
    response_ms: plus('response_ms'),
    responses: plus('responses'),
  }
}

/** Sums and keys in order, so that two instances lock rows in the same order. */
function sumUp(
  contributions: readonly Contribution[],
  { unit, sign }: { unit: number; sign: 1 | -1 },
): (UsageColumns & { at: number })[] {
  const groups = new Map<string, UsageColumns & { at: number }>()
  for (const one of contributions) {
    const at = Math.floor(one.startedAt / unit)
    const key = `${at}:${one.modelId}:${one.organizationId}`
    let group = groups.get(key)
    if (group === undefined) groups.set(key, (group = emptyGroup(at, one)))
    group.requests += sign
    group.input_tokens += sign * one.input
    group.output_tokens += sign * one.output
    group.cache_creation += sign * one.cacheCreation
    group.cache_read += sign * one.cacheRead
    group.response_ms += sign * one.durationMs
    group.responses += one.durationMs > 0 ? sign : 0
  }
  return [...groups.values()].toSorted(
    (a, b) => a.at - b.at || a.model_id - b.model_id || a.organization_id - b.organization_id,
  )
}

function emptyGroup(at: number, { modelId, organizationId }: Contribution): UsageColumns & { at: number } {
  return {
    at,
    model_id: modelId,
    organization_id: organizationId,
    requests: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_creation: 0,
    cache_read: 0,
    response_ms: 0,
    responses: 0,
  }
}

/** Takes out hours and days up to a time (ms since 1970) in which nothing is left. */
export async function dropEmptyUsage(trx: Transaction<Schema>, until: number): Promise<void> {
  const hour = Math.floor(until / HOUR_MS)
  const day = Math.floor(until / DAY_MS)
  await trx.deleteFrom('hour_usage').where('hour', '<=', hour).where('requests', '<=', 0).execute()
  await trx.deleteFrom('day_usage').where('day', '<=', day).where('requests', '<=', 0).execute()
}
