import { sql } from 'kysely'
import type { QueryDeps } from '../queries/query-deps.ts'
import type { StoredRow } from '../queries/read-rows.ts'

/** Failed requests in a row that are skipped. */
const MAX_STEPS = 20

/**
 * The newest request before this one that can have left something in the cache: the linked one, or the one before it if
 * that failed. A compaction goes on with the prompt of its agent's loop, so its baseline is there.
 */
export async function findBaseline(
  { database: { db }, texts }: Pick<QueryDeps, 'database' | 'texts'>,
  row: StoredRow,
): Promise<StoredRow | undefined> {
  await texts.learn(db, new Set([row.kind_id]))
  if (texts.of(row.kind_id) === 'compaction') {
    const { rows } = await sql<StoredRow>`
      select * from request
      where conversation_id = ${row.conversation_id} and agent_id is not distinct from ${row.agent_id}
        and started_at < ${row.started_at} and input_tokens is not null
        and kind_id in (select id from term where kind = 18 and text in ('main', 'subagent'))
      order by started_at desc limit 1`.execute(db)
    return rows[0]
  }
  let id = row.previous_id
  for (let step = 0; step < MAX_STEPS && id !== null; step++) {
    const earlier: StoredRow | undefined = await db
      .selectFrom('request')
      .selectAll()
      .where('id', '=', id)
      .where('conversation_id', '=', row.conversation_id)
      .executeTakeFirst()
    if (earlier === undefined || earlier.input_tokens !== null) return earlier
    id = earlier.previous_id
  }
  return undefined
}
