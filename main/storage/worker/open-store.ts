import type { UsageSource } from '../../../shared/usage-by.ts'
import { type Bodies, createBodies } from '../body/bodies.ts'
import type { Database } from '../database.ts'
import { failureReason } from '../failure.ts'
import { clearRequests } from '../retain/clear-requests.ts'
import { sweepBlocks } from '../retain/sweep-blocks.ts'
import type { AgeClock } from '../retain/age-clock.ts'
import { redateRuns } from '../retain/redate.ts'
import {
  enterRun,
  type Heartbeats,
  isAlone,
  readClockHistory,
  type RunView,
  maintainRuns,
} from '../retain/runs.ts'
import type { QueryDeps } from '../queries/query-deps.ts'
import { createTermTexts } from '../queries/term-texts.ts'
import { parseRows, writeBatch } from '../write/write-batch.ts'
import type { WriteDeps } from '../write/write-deps.ts'
import { createPendingRows, type PendingRows } from '../explain/explain-rows.ts'
import { replayJournals } from '../journal/replay-journals.ts'
import { createDictionary } from '../write/dictionary.ts'
import { createSessionProjects } from '../write/session-projects.ts'

/** An open database with its caches. */
export interface OpenStore {
  database: Database
  runId: number
  /** Current view for judging other runs. */
  view: () => RunView
  write: WriteDeps
  query: QueryDeps
  /** Deletes every block that no request uses; does nothing while other instances may use them. */
  sweep: () => Promise<void>
  /** Requests that wait to be compared with the one before them. */
  pending: PendingRows
}

export interface OpenStoreDeps {
  /** Opens the database, checked and migrated to our version. */
  open: () => Promise<Database>
  /** Folder of the journals of earlier runs. */
  folder: string
  /** Identifies this run of the program. */
  instance: string
  /** Wall clock, in ms since 1970. */
  now: () => number
  /** Trusted time, for ages. */
  clock: AgeClock
  heartbeats: Heartbeats
}

/** Opens the database, registers this run, and closes the requests of runs that are gone. */
export async function openStore({
  open,
  folder,
  instance,
  now,
  clock,
  heartbeats,
}: OpenStoreDeps): Promise<OpenStore> {
  const database = await open()
  try {
    clock.begin(await readClockHistory(database))
    const runId = await enterRun(database, { instance, now: now() })
    const store = assemble({ database, runId, now, clock, heartbeats })
    // Before the runs: a journal knows more about a request than that it was open.
    await replayJournals({ folder, instance }, (rows) =>
      // A journal has no bodies, so there is nothing to redact.
      writeBatch(store.write, parseRows(rows, { redact: () => '' }), {
        keepBodies: false,
      }),
    )
    await maintainRuns(database, store.view())
    await redateRuns(database, store.view())
    return store
  } catch (error) {
    try {
      // A failed statement may be a bug or damage in the database.
      if (failureReason(error) === 'refused') await database.verify()
      throw error
    } finally {
      await database.close()
    }
  }
}

function assemble({
  database,
  runId,
  now,
  clock,
  heartbeats,
}: {
  database: Database
  runId: number
  now: () => number
  clock: AgeClock
  heartbeats: Heartbeats
}): OpenStore {
  const bodies: Bodies = createBodies({ database, now })
  const terms = createDictionary(database)
  const projects = createSessionProjects()
  const texts = createTermTexts()
  const view = (): RunView => ({ runId, now: now(), heartbeats })
  const write: WriteDeps = {
    database,
    terms,
    bodies,
    projects,
    runId,
    now,
    onFinished: (rows) => pending.add(rows),
  }
  const query: QueryDeps = {
    database,
    texts,
    terms,
    bodies,
    now,
    bounds: (source) => readBounds(database, source),
    async clear(before) {
      try {
        return await clearRequests(database, { before, view: view(), ageNow: clock.now() })
      } finally {
        terms.forget()
        projects.forget()
        texts.forget()
        bodies.forget()
      }
    },
  }
  const pending = createPendingRows(write, query)
  return {
    database,
    runId,
    view,
    async sweep() {
      if (!(await isAlone(database, view()))) return
      await sweepBlocks(database)
      bodies.forget()
    },
    write,
    query,
    pending,
  }
}

async function readBounds(
  { db }: Database,
  source: UsageSource = 'proxy',
): Promise<{ from: number; to: number }> {
  const tables = [
    ...(source === 'transcript' ? [] : (['request'] as const)),
    ...(source === 'proxy' ? [] : (['transcript_line'] as const)),
  ]
  const times: number[] = []
  for (const table of tables) {
    for (const direction of ['asc', 'desc'] as const) {
      const row = await db
        .selectFrom(table)
        .select('started_at')
        .orderBy('started_at', direction)
        .limit(1)
        .executeTakeFirst()
      if (row !== undefined) times.push(row.started_at)
    }
  }
  return times.length === 0 ? { from: 0, to: 0 } : { from: Math.min(...times), to: Math.max(...times) + 1 }
}
