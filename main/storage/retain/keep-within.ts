import { setImmediate } from 'node:timers/promises'
import type { Database } from '../database.ts'
import type { Retention } from '../protocol.ts'
import { DAY_MS } from '../write/usage.ts'
import { deleteOldest, deleteOrphans } from './delete-requests.ts'

/** How long one step may hold the database, in ms: batches and questions go on between steps. */
const STEP_MS = 30
/** Where deleting stops, as a part of the limit: otherwise every batch would delete again. */
const ROOM = 0.9
/** How much of all requests goes at a time when the file is too large. */
const PART = 0.05
/** Where it begins: the file may not pass the limit before the next look. */
export const TIGHT = 0.95

/**
 * Deletes what is too old or too much, and gives the space back to the file system, in short steps.
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
    // Whoever fills the file within minutes leaves garbage that is too young to be told by its age.
    if (database.usedBytes() > bytes) await sweep()
  }
}

/** Deletes the oldest part of all requests. False where there were none. */
async function deletePart(database: Database): Promise<boolean> {
  const { count } = await database.db
    .selectFrom('request')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  let left = Math.ceil(count * PART)
  while (left > 0) {
    left -= await deleteOldest(database, { before: Number.MAX_SAFE_INTEGER, limit: Math.min(left, 200) })
    await setImmediate()
  }
  return count > 0
}

/** Gives free pages back, and cuts the log. */
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

/** Repeats a step until it finds less than it may take, with as much at a time as fits into a step's time. */
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
