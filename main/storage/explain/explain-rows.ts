import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { QueryDeps } from '../queries/query-deps.ts'
import type { StoredRow } from '../queries/read-rows.ts'
import type { WriteDeps } from '../write/write-deps.ts'
import { type CacheNote, explainCache } from './explain-cache.ts'
import type { FinishedRow } from './finished-row.ts'
import { createRecentPrompts } from './recent-prompts.ts'

/** Time for one pass, in ms: queries and batches must not wait for much longer. */
const PASS_MS = 20
const { cacheReason } = REQUEST_COLUMNS

/** Finished requests that wait for the comparison with the one before them; the newest ones if there are too many. */
export interface PendingRows {
  add: (finished: readonly FinishedRow[]) => void
  /** Compares some of them and stores the results. True if more are waiting. */
  explain: () => Promise<boolean>
  /** Frees memory after a time without requests. */
  trim: () => void
}

const MAX_PENDING = 5000
/**
 * A request with a longer body is compared when its explanation is read: both bodies would be decompressed, joined and
 * parsed, six times their length. In bytes.
 */
const MAX_BODY_BYTES = 8 * 1024 * 1024

export function createPendingRows(write: WriteDeps, query: QueryDeps): PendingRows {
  const prompts = createRecentPrompts()
  const deps = { ...query, promptOf: prompts.get }
  let pending: number[] = []
  let isIdle = true

  async function take(): Promise<Found[]> {
    const found: Found[] = []
    const end = performance.now() + PASS_MS
    while (pending.length > 0 && performance.now() < end) {
      // The newest first: its prompt is still in memory, and it is the one that is looked at.
      const id = pending.pop() ?? 0
      const row = await rowOf(query, id)
      if (row !== undefined) found.push({ id, note: await explainCache(deps, row) })
    }
    return found
  }

  return {
    add(finished) {
      isIdle = false
      for (const { id, prompt } of finished) if (prompt !== undefined) prompts.add(id, prompt)
      const short = finished.filter(({ prompt }) => (prompt?.bytes.length ?? 0) <= MAX_BODY_BYTES)
      pending = [...pending, ...short.map(({ id }) => id)].slice(-MAX_PENDING)
    },
    trim() {
      if (isIdle) prompts.forget()
      isIdle = true
    },
    async explain() {
      const found = await take()
      if (found.length > 0) await keep(write, found)
      return pending.length > 0
    },
  }
}

interface Found {
  id: number
  note: CacheNote
}

async function rowOf({ database: { db } }: QueryDeps, id: number): Promise<StoredRow | undefined> {
  return db
    .selectFrom('request')
    .selectAll()
    .where('id', '=', id)
    .where('who', 'is not', null)
    .where('kind_id', 'is not', null)
    .executeTakeFirst()
}

async function keep({ database, terms }: WriteDeps, found: readonly Found[]): Promise<void> {
  try {
    await database.transaction(async (trx) => {
      const misses = found.filter(({ note }) => note.missed > 0)
      await terms.learn(
        trx,
        misses.flatMap(({ note: { reason } }) =>
          reason === undefined ? [] : [{ kind: cacheReason.term, text: reason }],
        ),
      )
      for (const { id, note } of found) {
        const miss = note.missed > 0 ? note : undefined
        await trx
          .updateTable('request')
          .set({
            cache_reason_id: terms.idOf(cacheReason.term, miss?.reason),
            cache_missed: miss?.missed ?? null,
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
