import { sql, type Transaction } from 'kysely'
import { headerOf } from '../headers.ts'
import { keyOf } from '../key-of.ts'
import { LINE_STATE, type Schema } from '../schema.ts'
import { loadHeaders } from '../write/header-pages.ts'
import type { TranscriptDeps } from './transcript-lines.ts'

/** Requests compared in one step: a few tens of ms. */
const STEP_ROWS = 5000
/** Parameters of one `in (…)`. */
const CHUNK = 400

/**
 * Marks stored messages whose response passed through Signalbox, some requests at a time.
 *
 * @param after the last request of the previous step; 0 at first
 * @returns the last request of this step; undefined when all were compared
 */
export async function findProxied(
  { database }: TranscriptDeps,
  after: number,
): Promise<{ after: number; last: number } | undefined> {
  return database.transaction(async (trx) => {
    const ends = await trx
      .selectFrom('request')
      .select(({ fn }) => fn.max<number | null>('id').as('last'))
      .executeTakeFirst()
    const last = ends?.last ?? 0
    if (last <= after) return undefined
    const to = after + STEP_ROWS
    await sql`update transcript_line set state = ${sql.lit(LINE_STATE.proxied)}
      where state = ${sql.lit(LINE_STATE.new)} and message_id in (
        select message_id from request where id > ${after} and id <= ${to} and message_id is not null)`.execute(
      trx,
    )
    await findByHeader(trx, { after, to })
    return { after: to, last }
  })
}

/** Earlier versions did not store the message, but its response's `request-id`, which transcripts have as well. */
async function findByHeader(
  trx: Transaction<Schema>,
  { after, to }: { after: number; to: number },
): Promise<void> {
  const { rows } = await sql<{ key: string; page: number }>`
    select request_key as "key", header_page_id as "page" from request
    where id > ${after} and id <= ${to} and message_id is null and header_page_id is not null
      and session_id in (select session_id from transcript_line where state = ${sql.lit(LINE_STATE.new)})`.execute(
    trx,
  )
  for (let at = 0; at < rows.length; at += CHUNK) {
    const some = rows.slice(at, at + CHUNK)
    const headers = await loadHeaders(
      trx,
      some.map(({ page }) => page),
    )
    const ids = some.flatMap(
      ({ key, page }) => headerOf(headers(page, keyOf(key))?.response ?? [], 'request-id') ?? [],
    )
    if (ids.length === 0) continue
    await trx
      .updateTable('transcript_line')
      .set({ state: LINE_STATE.proxied })
      .where('state', '=', LINE_STATE.new)
      .where('upstream_id', 'in', ids)
      .execute()
  }
}
