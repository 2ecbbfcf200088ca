import type { LatestDate } from '../../../shared/request-log.ts'
import type { Organizations } from '../../../shared/stats.ts'
import type { QueryDeps } from './query-deps.ts'

/** `GET /api/requests/latest-date`. */
export async function latestDate({ database: { db } }: QueryDeps): Promise<LatestDate> {
  const row = await db
    .selectFrom('request')
    .select('started_at')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { latestDate: row === undefined ? null : new Date(row.started_at).toISOString() }
}

/** `GET /api/stats/organizations`: the organizations of the stored requests. */
export async function organizations({ database: { db }, texts }: QueryDeps): Promise<Organizations> {
  const rows = await db.selectFrom('day_usage').select('organization_id').distinct().execute()
  await texts.learn(
    db,
    rows.map(({ organization_id: id }) => id),
  )
  const names = rows.flatMap(({ organization_id: id }) => texts.of(id) ?? [])
  return { organizations: names.toSorted() }
}
