import { sql } from 'kysely'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { QueryDeps } from '../queries/query-deps.ts'
import type { StoredRow } from '../queries/read-rows.ts'
import { SIDE } from '../schema.ts'
import type { WriteDeps } from '../write/write-deps.ts'
import { type CacheNote, explainCache } from './explain-cache.ts'
import { TOLERATED_SHARE, TOLERATED_TOKENS } from './judge-cache.ts'

/** Time for one pass, in ms: queries and batches must not wait for much longer. */
const PASS_MS = 20
/** Parameters of one `in (…)`. */
const CHUNK = 400
const { cacheReason, kind } = REQUEST_COLUMNS

/**
 * Finished requests that wait for the comparison with the one before them; the newest ones if there are too many. Only
 * those whose usage shows a miss are compared and noted: nearly all others read what was expected, and two bodies cost
 * more time than all else that is stored of a request.
 */
export interface PendingRows {
  /** @param finished ids of rows */
  add: (finished: readonly number[]) => void
  /** Compares some of them and stores the results. True if more are waiting. */
  explain: () => Promise<boolean>
}

const MAX_PENDING = 5000
/**
 * A request with a longer body is compared when its explanation is read: both bodies would be decompressed, joined and
 * parsed, six times their length. In bytes.
 */
const MAX_BODY_BYTES = 8 * 1024 * 1024

export function createPendingRows(write: WriteDeps, query: QueryDeps): PendingRows {
  let pending: number[] = []
  /** Those of them that missed something. */
  let missed: number[] = []

  async function take(): Promise<Found[]> {
    const found: Found[] = []
    const end = performance.now() + PASS_MS
    if (missed.length === 0) missed = await idsOfMisses(query, pending.splice(-CHUNK))
    while (missed.length > 0 && performance.now() < end) {
      const id = missed.pop() ?? 0
      const row = await rowOf(query, id)
      // One that can't be compared must not cost the others their reason.
      const note = row && (await explainCache(query, row).catch(() => undefined))
      if (note !== undefined) found.push({ id, note })
    }
    return found
  }

  return {
    add(finished) {
      pending = [...pending, ...finished].slice(-MAX_PENDING)
    },
    async explain() {
      const found = await take()
      if (found.length > 0) await keep(write, found)
      return pending.length > 0 || missed.length > 0
    },
  }
}

interface Found {
  id: number
  note: CacheNote
}

/**
 * Rows that read clearly less from the cache than the one before them had left there. Where that one is not in its
 * link, because it failed or is of another kind, only the comparison tells.
 */
async function idsOfMisses({ database: { db } }: QueryDeps, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return []
  const expected = sql`coalesce(earlier.cache_read, 0) + coalesce(earlier.cache_creation, 0)`
  const difference = sql`${expected} - coalesce(request.cache_read, 0)`
  const { rows } = await sql<{ id: number }>`
    select request.id as "id"
    from request left join request as earlier
      on earlier.id = request.previous_id and earlier.conversation_id = request.conversation_id
    where request.id in (${sql.join(ids)}) and request.input_tokens is not null and (
      (earlier.id is not null and earlier.input_tokens is null)
      or (${difference} > ${sql.lit(TOLERATED_TOKENS)} and ${difference} > ${sql.lit(TOLERATED_SHARE)} * (${expected}))
      or request.kind_id in (select id from term where kind = ${kind.term} and text = 'compaction'))
      and not exists (select 1 from body
        where body.request_id = request.id and side = ${SIDE.request} and size > ${MAX_BODY_BYTES})
    order by request.id`.execute(db)
  return rows.map(({ id }) => id)
}

async function rowOf({ database: { db } }: QueryDeps, id: number): Promise<StoredRow | undefined> {
  return db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst()
}

async function keep({ database, terms }: WriteDeps, found: readonly Found[]): Promise<void> {
  const misses = found.filter(({ note }) => note.missed > 0)
  if (misses.length === 0) return
  try {
    await database.transaction(async (trx) => {
      await terms.learn(
        trx,
        misses.flatMap(({ note: { reason } }) =>
          reason === undefined ? [] : [{ kind: cacheReason.term, text: reason }],
        ),
      )
      for (const { id, note } of misses) {
        await trx
          .updateTable('request')
          .set({
            cache_reason_id: terms.idOf(cacheReason.term, note.reason),
            cache_missed: note.missed,
            explanation: JSON.stringify(note),
          })
          .where('id', '=', id)
          .execute()
      }
    })
  } catch (error) {
    terms.forget()
    throw error
  }
}
