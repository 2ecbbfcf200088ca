import { sql } from 'kysely'
import type { QueryDeps } from './query-deps.ts'
import type { RowFilter } from './row-filter.ts'
import { sumUsage } from './sum-usage.ts'

/**
 * How many rows match. Without conditions: finished ones from the sums, open ones from their own small index; else
 * all that come into question are looked at.
 */
export async function countRows(deps: QueryDeps, filter: RowFilter): Promise<number> {
  if (filter.conditions.length > 0) return countMatching(deps, filter)
  const finished = await countFinished(deps, filter)
  // Which model an open request asks for is not known yet.
  if (filter.modelIds !== undefined) return finished
  return finished + (await countMatching(deps, { ...filter, conditions: [sql`who is null`] }))
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

async function countMatching(
  { database: { db } }: QueryDeps,
  { range, modelIds, conditions }: RowFilter,
): Promise<number> {
  let rows = db.selectFrom('request').select(sql<number>`count(*)`.as('count'))
  if (range !== undefined)
    rows = rows.where('started_at', '>=', range.from).where('started_at', '<', range.to)
  if (modelIds !== undefined) rows = rows.where('model_id', 'in', modelIds)
  for (const condition of conditions) rows = rows.where(condition)
  return (await rows.executeTakeFirstOrThrow()).count
}
