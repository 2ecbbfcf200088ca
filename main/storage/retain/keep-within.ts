import { setImmediate } from 'node:timers/promises'
import type { Database } from '../database.ts'
import type { Retention } from '../protocol.ts'
import { DAY_MS } from '../write/usage.ts'
import { deleteOldest, deleteOrphans } from './delete-requests.ts'

/** Maximum time that one step holds the database, in ms: batches and queries run between steps. */
const STEP_MS = 30
/** Target size after deleting, as a share of the limit, so that not every batch deletes again. */
const ROOM = 0.9
/** Share of all requests that is deleted at a time when the file is too large. */
const PART = 0.05
/** Share of the limit at which deleting begins, so that the file stays below the limit until the next check. */
export const TIGHT = 0.95

/**
 * Deletes requests beyond the age or size limit, and returns the space to the file system, in short steps.
 *
 * @param options.sweep deletes every block that no request uses, whatever its age
 */
export async function keepWithin(
  database: Database,
  { retention, now, sweep }: { retention: Retention; now: number; sweep: () => Promise<void> },
): Promise<void> {
  const { maxDays, maxBytes } = retention
  const oldest = maxDays > 0 ? now - maxDays * DAY_MS : 0
  await inSteps((limit) => deleteOldest(database, { before: oldest, limit }), { start: 500, most: 4000 })
  await deleteGarbage(database, now)

  if (maxBytes > 0 && database.kind === 'sqlite' && database.fileBytes() > maxBytes * TIGHT) {
    database.checkpoint()
    await keepBelow(database, { bytes: maxBytes * ROOM, now, sweep })
  }
  await giveBack(database)
}

async function keepBelow(
  database: Database,
  { bytes, now, sweep }: { bytes: number; now: number; sweep: () => Promise<void> },
): Promise<void> {
  while (database.usedBytes() > bytes) {
    if (!(await deletePart(database))) return
    await deleteGarbage(database, now)
    // When the file fills within minutes, its garbage is too young to be found by age.
    if (database.usedBytes() > bytes) await sweep()
  }
}

/** Deletes a share of the oldest requests. False when there were none. */
async function deletePart(database: Database): Promise<boolean> {
  const { count } = await database.db
    .selectFrom('request')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  let left = Math.ceil(count * PART)
  while (left > 0) {
    left -= await deleteOldest(database, { limit: Math.min(left, 200) })
    await setImmediate()
  }
  return count > 0
}

/** Returns free pages to the file system, and truncates the log. */
export async function giveBack(database: Database): Promise<void> {
  let pages = 64
  let moved = false
  for (;;) {
    const start = performance.now()
    if (!database.shrink(pages)) break
    moved = true
    pages = nextLimit(pages, performance.now() - start, 4096)
    await setImmediate()
  }
  if (moved) database.checkpoint()
}

async function deleteGarbage(database: Database, now: number): Promise<void> {
  await inSteps((limit) => deleteOrphans(database, { now, limit }), { start: 100, most: 2000 })
}

/** Repeats a step until it finds less than its limit; the limit adapts to the time for a step. */
async function inSteps(
  step: (limit: number) => Promise<number>,
  { start, most }: { start: number; most: number },
): Promise<void> {
  let limit = start
  for (;;) {
    const begun = performance.now()
    if ((await step(limit)) < limit) return
    limit = nextLimit(limit, performance.now() - begun, most)
    await setImmediate()
  }
}

function nextLimit(limit: number, took: number, most: number): number {
  const fitting = Math.floor(limit * Math.min(4, STEP_MS / Math.max(took, 1)))
  return Math.min(most, Math.max(16, fitting))
}
