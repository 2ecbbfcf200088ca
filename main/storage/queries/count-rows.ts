import { sql } from 'kysely'
import type { QueryDeps } from './query-deps.ts'
import type { RowFilter } from './read-rows.ts'
import { sumUsage } from './sum-usage.ts'

/** How many rows match: finished ones from the sums, open ones from their own small index. */
export async function countRows(deps: QueryDeps, filter: RowFilter): Promise<number> {
  const finished = await countFinished(deps, filter)
  // Which model an open request asks for is not known yet.
  return filter.modelIds === undefined ? finished + (await countOpen(deps, filter)) : finished
}

async function countFinished(
  { database: { db } }: QueryDeps,
  { range, modelIds }: RowFilter,
): Promise<number> {
  if (modelIds?.length === 0) return 0
  if (range !== undefined) {
    const sums = await sumUsage(db, { ...range, modelIds })
    return sums.reduce((total, { requests }) => total + requests, 0)
  }
  let days = db.selectFrom('day_usage').select(sql<number | null>`cast(sum(requests) as bigint)`.as('count'))
  if (modelIds !== undefined) days = days.where('model_id', 'in', modelIds)
  return (await days.executeTakeFirstOrThrow()).count ?? 0
}

async function countOpen({ database: { db } }: QueryDeps, { range }: RowFilter): Promise<number> {
  let open = db
    .selectFrom('request')
    .select(sql<number>`count(*)`.as('count'))
    .where('who', 'is', null)
  if (range !== undefined)
    open = open.where('started_at', '>=', range.from).where('started_at', '<', range.to)
  return (await open.executeTakeFirstOrThrow()).count
}
