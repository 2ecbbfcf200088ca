import { sql, type Transaction } from 'kysely'
import { EPOCH_MS } from '../body/blocks.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { removeWords } from '../text/text-index.ts'
import { dropTranscripts } from '../transcripts/transcript-lines.ts'
import { addUsage, dropEmptyUsage, loadUsage } from '../write/usage.ts'

const CHUNK = 400

/** Other instances may have cached blocks of the last epochs, and then use them without a lookup. */
const SAFE_EPOCHS = 2

/**
 * Deletes the oldest requests with the data that only they use, and subtracts them from the sums.
 *
 * @param options.before only those that began before this time (ms since 1970). Without it, the oldest are those that
 *   were stored first: dates may be wrong, and requests with a date in the future would displace all new ones.
 * @returns the number of deleted requests; fewer than `limit` means that nothing older is left
 */
export function deleteOldest(
  database: Database,
  { before, limit }: { before?: number; limit: number },
): Promise<number> {
  return database.transaction(async (trx) => {
    const all = trx.selectFrom('request').selectAll().limit(limit)
    const rows = await (
      before === undefined ? all.orderBy('id') : all.where('started_at', '<', before).orderBy('started_at')
    ).execute()
    const usage = await loadUsage(trx, rows)
    for (let at = 0; at < rows.length; at += CHUNK) {
      const ids = rows.slice(at, at + CHUNK).map(({ id }) => id)
      await trx.deleteFrom('usage_line').where('request_id', 'in', ids).execute()
      await trx.deleteFrom('body').where('request_id', 'in', ids).execute()
      await removeWords({ database, trx }, ids)
      await trx.deleteFrom('request').where('id', 'in', ids).execute()
    }
    await addUsage({ database, trx }, usage, -1)
    await dropEmptyUsage(trx, Math.max(0, ...rows.map((row) => row.started_at)))
    return rows.length
  })
}

/**
 * Deletes sessions, header pages and blocks that only requests older than the oldest remaining one can have used.
 *
 * @returns how many; fewer than `limit` means that nothing is left to delete
 */
export function deleteOrphans(
  database: Database,
  { now, limit }: { now: number; limit: number },
): Promise<number> {
  return database.transaction(async (trx) => {
    const oldest = await oldestRequest(trx)
    const since = oldest ?? now
    const pages = await trx
      .selectFrom('header_page')
      .select('id')
      .where('newest_at', '<', since)
      .limit(limit)
      .execute()
    await trx.deleteFrom('session').where('last_at', '<', since).execute()
    const epoch = Math.min(Math.floor(since / EPOCH_MS), Math.floor(now / EPOCH_MS) - SAFE_EPOCHS)
    const blocks = await trx
      .selectFrom('block')
      .select('id')
      .where('epoch', '<', epoch)
      .limit(limit)
      .execute()
    for (let at = 0; at < limit; at += CHUNK) {
      await deleteIds(trx, 'header_page', pages.slice(at, at + CHUNK))
      await deleteIds(trx, 'block', blocks.slice(at, at + CHUNK))
    }
    return Math.max(pages.length, blocks.length)
  })
}

/**
 * Deletes every request, finished or not; one in flight is stored again when it finishes. Usage from transcripts, too.
 *
 * @param alone true when no other instance uses the database: then texts, blocks and limits are deleted as well
 */
export function deleteAll(database: Database, { alone }: { alone: boolean }): Promise<number> {
  return database.transaction(async (trx) => {
    const { count } = await trx
      .selectFrom('request')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    for (const table of [
      'request',
      'usage_line',
      'header_page',
      'body',
      'hour_usage',
      'day_usage',
      'session',
      'session_usage',
    ] as const) {
      await trx.deleteFrom(table).execute()
    }
    await dropTranscripts(trx)
    if (database.kind === 'sqlite') await sql`delete from request_text`.execute(trx)
    else await trx.deleteFrom('request_words').execute()
    if (alone) {
      for (const table of ['block', 'limit_report', 'term'] as const) await trx.deleteFrom(table).execute()
    }
    return count
  })
}

async function oldestRequest(trx: Transaction<Schema>): Promise<number | undefined> {
  const row = await trx
    .selectFrom('request')
    .select('started_at')
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst()
  return row?.started_at
}

async function deleteIds(
  trx: Transaction<Schema>,
  table: 'header_page' | 'block',
  rows: readonly { id: number }[],
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await trx.deleteFrom(table).where('id', 'in', ids).execute()
}
