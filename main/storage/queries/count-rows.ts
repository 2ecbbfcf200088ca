import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { QueryDeps } from './query-deps.ts'
import type { RowFilter } from './row-filter.ts'
import type { Condition } from './condition.ts'
import { sumUsage } from './sum-usage.ts'
import { type Cursor, chunksOf } from './scan-rows.ts'

/** Maximum number of row positions remembered to avoid a second scan. */
const FEW = 2000

export interface Matching {
  total: number
  /** Positions of all matches, newest first; undefined when there are too many. */
  places?: readonly Cursor[]
}

/**
 * Counts the matching rows. Without conditions, finished rows come from the sums and open ones from a small index;
 * otherwise all candidates are scanned, only once when few of them match.
 */
export async function countRows(deps: QueryDeps, filter: RowFilter): Promise<Matching> {
  if (filter.conditions.length > 0) return countMatching(deps, filter)
  const finished = await countFinished(deps, filter)
  // The model of an open request is not known yet.
  if (filter.modelIds !== undefined) return { total: finished }
  const open = await countMatching(deps, { ...filter, conditions: [sql`who is null`], indexed: true })
  return { total: finished + open.total }
}

async function countMatching(deps: QueryDeps, filter: RowFilter): Promise<Matching> {
  const { db } = deps.database
  let places: Cursor[] | undefined = []
  let total = 0
  for await (const chunk of chunksOf(deps, filter)) {
    const found: Cursor[] = places === undefined ? [] : await findPlaces(db, chunk, FEW + 1 - places.length)
    if (places !== undefined && places.length + found.length <= FEW) {
      places.push(...found)
      total += found.length
    } else {
      places = undefined
      total += await countIn(db, chunk)
    }
  }
  return places === undefined
    ? { total }
    : { total, places: places.toSorted((a, b) => b.startedAt - a.startedAt || b.id - a.id) }
}

async function findPlaces(db: Kysely<Schema>, chunk: Condition, limit: number): Promise<Cursor[]> {
  const { rows } = await sql<Cursor>`
    select started_at as "startedAt", id from request where ${chunk} limit ${limit}`.execute(db)
  return rows
}

async function countIn(db: Kysely<Schema>, chunk: Condition): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from request where ${chunk}`.execute(db)
  return rows[0]?.count ?? 0
}

async function countFinished(
  { database: { db } }: QueryDeps,
  { range, modelIds }: RowFilter,
): Promise<number> {
  if (range !== undefined) {
    const sums = await sumUsage(db, { ...range, modelIds })
    return sums.reduce((total, { requests }) => total + requests, 0)
  }
  let days = db.selectFrom('day_usage').select(sql<number | null>`cast(sum(requests) as bigint)`.as('count'))
  if (modelIds !== undefined) days = days.where('model_id', 'in', modelIds)
  return (await days.executeTakeFirstOrThrow()).count ?? 0
}
