import { EPOCH_MS } from '../body/blocks.ts'
import type { Database } from '../database.ts'
import { addUsage, dropEmptyUsage, idsWithLines, loadUsage } from '../write/usage.ts'
import { findMisdatedRuns } from './find-misdated-runs.ts'
import { goneRuns, type RunView } from './runs.ts'

const STEP = 400

/**
 * Requests of a run may begin before its entry, which waits for the database, or after its last heartbeat. Maximum time
 * in between, in ms.
 */
const MAX_OUTSIDE_MS = 3_600_000

/**
 * Corrects the dates of a run's requests that began in a period of a wrong clock. Otherwise they would be deleted too
 * early or too late, and missing where they are looked for.
 *
 * @param options.from start of the period as the clock showed it, in ms since 1970
 * @param options.by in ms; negative when the clock was ahead
 */
export async function redateRequests(
  database: Database,
  { runId, from, to, by }: { runId: number; from: number; to: number; by: number },
): Promise<void> {
  const shift = Math.round(by)
  const [first, last] = [Math.max(0, Math.floor(from)), Math.ceil(to)]
  for (let done = 0; ;) {
    const ids = await redateSome(database, { runId, first, last, shift, after: done })
    if (ids.length < STEP) break
    done = ids.at(-1) ?? 0
  }
  await database.db
    .updateTable('run')
    .set((eb) => ({
      started_at: eb('started_at', '+', shift),
      heartbeat_at: eb('heartbeat_at', '+', shift),
    }))
    .where('id', '=', runId)
    .where('started_at', '>=', first)
    .where('started_at', '<=', last)
    .execute()
}

/** @returns the ids of the requests, in order; fewer than a step means that there are no more */
function redateSome(
  database: Database,
  options: { runId: number; first: number; last: number; shift: number; after: number },
): Promise<number[]> {
  const { runId, first, last, shift, after } = options
  return database.transaction(async (trx) => {
    const rows = await trx
      .selectFrom('request')
      .selectAll()
      .where('run_id', '=', runId)
      .where('started_at', '>=', first)
      .where('started_at', '<=', last)
      .where('id', '>', after)
      .orderBy('id')
      .limit(STEP)
      .execute()
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    await trx
      .updateTable('request')
      .set((eb) => ({ started_at: eb('started_at', '+', shift) }))
      .where('id', 'in', ids)
      .execute()
    const usage = await loadUsage(trx, rows)
    const moved = usage.map((row) => ({ ...row, started_at: row.started_at + shift }))
    await addUsage({ database, trx }, usage, -1)
    await addUsage({ database, trx }, moved)
    const several = idsWithLines(rows)
    if (several.length > 0) {
      await trx
        .updateTable('usage_line')
        .set((eb) => ({ started_at: eb('started_at', '+', shift) }))
        .where('request_id', 'in', several)
        .execute()
    }
    await dropEmptyUsage(trx, last)
    if (shift < 0) return ids
    // What they use must not be collected as older than the oldest request.
    const pages = rows.flatMap((row) => row.header_page_id ?? [])
    if (pages.length > 0) {
      await trx
        .updateTable('header_page')
        .set((eb) => ({ newest_at: eb('newest_at', '+', shift) }))
        .where('id', 'in', [...new Set(pages)])
        .where('newest_at', '<=', last)
        .execute()
    }
    await trx
      .updateTable('block')
      .set({ epoch: Math.ceil((last + shift) / EPOCH_MS) })
      .where('epoch', '>=', Math.floor(first / EPOCH_MS))
      .where('epoch', '<=', Math.ceil(last / EPOCH_MS))
      .execute()
    return ids
  })
}

/** Corrects the dates of earlier runs whose clock was wrong according to the runs before and to the clock now. */
export async function redateRuns(database: Database, view: RunView): Promise<void> {
  const runs = await goneRuns(database, view)
  for (const { id, from, to, by } of findMisdatedRuns(runs, view.now)) {
    await redateRequests(database, { runId: id, from: from - MAX_OUTSIDE_MS, to: to + MAX_OUTSIDE_MS, by })
  }
}
