import { setTimeout } from 'node:timers/promises'
import type { Database } from './database.ts'
import { type FailureReason, failureReason, StorageError } from './failure.ts'
import { type OpenStore, openStore } from './open-store.ts'
import type { FromWorker, Retention, RowMessage, WorkerState } from './protocol.ts'
import { type QueryName, type QueryParams, runQuery } from './queries/run-query.ts'
import { keepWithin, TIGHT } from './retain/keep-within.ts'
import { endRun, tendRuns } from './retain/runs.ts'
import { createPause } from './pause.ts'
import { type ParsedRow, parseRows, writeBatch } from './write/write-batch.ts'

/** Between two tries to write what could not be written, in ms: the first, and the longest. */
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 2000
/** A full disk may still hold rows when it no longer holds bodies. */
const TRIES_WITH_BODIES = 3
/** How often the end of the run is tried to be written when another process holds the lock. */
const GOODBYES = 5

export interface EngineDeps {
  /** Opens the database, whole and of our version. */
  open: () => Promise<Database>
  /** Puts a broken database out of the way, so that `open` makes a new one. */
  setAside: () => void
  /** Where the journals of runs that are gone may lie. */
  folder: string
  instance: string
  retention: Retention
  /** Wall clock, in ms since 1970. */
  now: () => number
  onState: (state: Omit<WorkerState, 'setAside'>) => void
}

export type Kept = Omit<Extract<FromWorker, { type: 'ack' }>, 'type' | 'id'>

/** What the worker thread does with the database; batches one after the other, questions whenever they come. */
export interface Engine {
  /** Resolves when the batch is on disk, but for what cannot be kept. Waits as long as a cause lasts that can pass. */
  keep: (rows: readonly RowMessage[]) => Promise<Kept>
  /** @throws StorageError */
  ask: <Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
  ) => Promise<Uint8Array<ArrayBuffer> | undefined>
  setRetention: (retention: Retention) => void
  /** Looks after runs, age and size. Never throws. */
  tend: () => Promise<void>
  /** Ends this run and closes the file. Batches that wait for their cause to pass are given up. */
  close: () => Promise<void>
}

export function createEngine(deps: EngineDeps): Engine {
  let { retention } = deps
  /** Undefined until opened, and again after the database broke. */
  let store: Promise<OpenStore> | undefined
  let closing = false
  let tending: Promise<void> | undefined
  const pause = createPause()
  /** The last batch; the next one comes after it. */
  let last: Promise<unknown> = Promise.resolve()

  function opened(): Promise<OpenStore> {
    store ??= openStore(deps).catch((error: unknown) => {
      store = undefined
      throw error
    })
    return store
  }
  function report(reason?: FailureReason, error?: unknown): void {
    const message = error instanceof Error ? error.message : undefined
    const tell = (fileBytes: number) => deps.onState({ reason, message, fileBytes })
    if (store === undefined) tell(0)
    else
      store.then(
        ({ database }) => tell(database.fileBytes()),
        () => tell(0),
      )
  }
  async function replaceBroken(): Promise<void> {
    const broken = await store?.catch(() => undefined)
    store = undefined
    await broken?.database.close().catch(() => undefined)
    deps.setAside()
  }
  /** Runs work on the open database; a broken one is replaced, and the work fails. */
  async function withStore<T>(work: (open: OpenStore) => Promise<T>): Promise<T> {
    try {
      return await work(await opened())
    } catch (error) {
      const reason = failureReason(error)
      if (reason === 'broken') await replaceBroken()
      throw new StorageError(reason, error instanceof Error ? error.message : String(error), { cause: error })
    }
  }

  async function keep(rows: readonly RowMessage[]): Promise<Kept> {
    const parsed = parseRows(rows)
    let withBodies = true
    for (let attempt = 1; ; attempt++) {
      try {
        await withStore(({ write }) => writeBatch(write, parsed, { keepBodies: withBodies }))
        report()
        if (isTight(await opened())) await tend()
        return { lost: [], lostBodies: withBodies ? 0 : countBodies(parsed) }
      } catch (error) {
        const reason = failureReason(error)
        if (reason === 'refused' && (await isSound())) return keepEach(parsed, withBodies)
        report(reason, error)
        if (closing || (reason === 'broken' && attempt > TRIES_WITH_BODIES)) {
          return { lost: rows.map(({ requestId }) => requestId), lostBodies: countBodies(parsed) }
        }
        if (reason === 'disk_full' && attempt >= TRIES_WITH_BODIES) withBodies = false
        await pause.wait(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1)))
      }
    }
  }
  /** Statements that fail may be our mistake, or the database's: then there is a new one. */
  async function isSound(): Promise<boolean> {
    try {
      await withStore(async ({ database }) => database.verify())
      return true
    } catch {
      return false
    }
  }
  /** One row that no column takes shall not cost the others. */
  async function keepEach(rows: readonly ParsedRow[], keepBodies: boolean): Promise<Kept> {
    const lost: ParsedRow[] = []
    for (const row of rows) {
      try {
        await withStore(({ write }) => writeBatch(write, [row], { keepBodies }))
      } catch (error) {
        report(failureReason(error), error)
        lost.push(row)
      }
    }
    return { lost: lost.map(({ row }) => row.requestId), lostBodies: countBodies(lost) }
  }
  function isTight({ database }: OpenStore): boolean {
    return (
      database.kind === 'sqlite' &&
      retention.maxBytes > 0 &&
      database.fileBytes() > retention.maxBytes * TIGHT
    )
  }
  async function tendOnce(): Promise<void> {
    try {
      await withStore(async ({ database, runId, sweep }) => {
        await tendRuns(database, { runId, now: deps.now() })
        await keepWithin(database, { retention, now: deps.now(), sweep })
      })
      report()
    } catch (error) {
      report(failureReason(error), error)
    }
  }
  function tend(): Promise<void> {
    tending ??= tendOnce().finally(() => (tending = undefined))
    return tending
  }

  return {
    tend,
    keep(rows) {
      const kept = last.then(() => keep(rows))
      last = kept.catch(() => undefined)
      return kept
    },
    ask: (name, params) => withStore(({ query }) => runQuery(query, name, params)),
    setRetention(next) {
      retention = next
    },
    async close() {
      closing = true
      pause.end()
      await last
      await tending
      const open = await store?.catch(() => undefined)
      if (open === undefined) return
      await sayGoodbye(open, deps.now())
      await open.database.close()
    },
  }
}

/** What cannot be written now, the next start finds out by itself. */
async function sayGoodbye({ database, runId }: OpenStore, now: number): Promise<void> {
  for (let attempt = 1; attempt <= GOODBYES; attempt++) {
    try {
      await endRun(database, { runId, who: 'shutdown', now })
      return database.checkpoint()
    } catch (error) {
      if (failureReason(error) !== 'locked') return
      await setTimeout(FIRST_PAUSE)
    }
  }
}

function countBodies(rows: readonly ParsedRow[]): number {
  return rows.reduce(
    (sum, { row: { end } }) =>
      sum + Number(end?.requestBody !== undefined) + Number(end?.responseBody !== undefined),
    0,
  )
}
