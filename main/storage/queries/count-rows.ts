import { sql } from 'kysely'
import type { QueryDeps } from './query-deps.ts'
import type { Cursor } from './read-rows.ts'
import type { RowFilter } from './row-filter.ts'
import { sumUsage } from './sum-usage.ts'

/** So many places are remembered, rather than looked for again to be read. */
const FEW = 2000

export interface Matching {
  total: number
  /** Where they all are, newest first; undefined where they are many. */
  places?: readonly Cursor[]
}

/**
 * How many rows match. Without conditions: finished ones from the sums, open ones from their own small index; else
 * all that come into question are looked at, once where few of them match.
 */
export async function countRows(deps: QueryDeps, filter: RowFilter): Promise<Matching> {
  if (filter.conditions.length > 0) {
    const places = await findPlaces(deps, filter)
    return places.length <= FEW
      ? { total: places.length, places }
      : { total: await countMatching(deps, filter) }
  }
  const finished = await countFinished(deps, filter)
  // Which model an open request asks for is not known yet.
  if (filter.modelIds !== undefined) return { total: finished }
  const open = await countMatching(deps, { ...filter, conditions: [sql`who is null`] })
  return { total: finished + open }
}

async function findPlaces({ database: { db } }: QueryDeps, filter: RowFilter): Promise<Cursor[]> {
  const { rows } = await sql<Cursor>`
    select started_at as "startedAt", id from request where ${allOf(filter)} limit ${FEW + 1}`.execute(db)
  return rows.toSorted((a, b) => b.startedAt - a.startedAt || b.id - a.id)
}

async function countMatching({ database: { db } }: QueryDeps, filter: RowFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from request where ${allOf(filter)}`.execute(db)
  return rows[0]?.count ?? 0
}

function allOf({ range, modelIds, conditions }: RowFilter) {
  const all = [...conditions]
  if (range !== undefined) all.push(sql`started_at >= ${range.from}`, sql`started_at < ${range.to}`)
  if (modelIds !== undefined) all.push(sql`model_id in (${sql.join(modelIds)})`)
  return sql.join(all, sql` and `)
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
