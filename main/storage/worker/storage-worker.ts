import { createMutex } from '../../base/mutex.ts'
import { setTimeout } from 'node:timers/promises'
import { failureReason, type FailureReason } from '../failure.ts'
import { type Connection, createConnection, type ConnectionDeps } from './connection.ts'
import { createBatchWriter, type Persisted } from './batch-writer.ts'
import { createOldTurnReader } from './old-turn-reader.ts'
import { createExplainer } from './explainer.ts'
import type { OpenStore } from './open-store.ts'
import type { Retention, WorkerState } from '../protocol.ts'
import type { RowMessage } from '../row-message.ts'
import type { Redact } from '../redact/redact.ts'
import type { QueryName } from '../../base/request-log-queries.ts'
import { runQuery, type WorkerParams } from '../queries/run-query.ts'
import { keepWithin, TIGHT } from '../retain/keep-within.ts'
import { type ClockJump, createAgeClock } from '../retain/age-clock.ts'
import { redateRequests } from '../retain/redate.ts'
import { createHeartbeats, endRun, noteClockJump, maintainRuns } from '../retain/runs.ts'

/** Attempts to record the end of the run while another process holds the lock, and the pause between them, in ms. */
const END_ATTEMPTS = 5
const END_PAUSE_MS = 100
/** Maximum number of changes of the clock kept while the database is away. */
const MAX_JUMPS = 20

export interface StorageWorkerDeps extends Omit<ConnectionDeps, 'clock' | 'heartbeats'> {
  retention: Retention
  /** See `FactReaders`. */
  redact: Redact
  /** In ms since any moment; counts sleep, and cannot be set. */
  steady: () => number
  /** A time that has certainly passed, in ms since 1970. */
  since?: number
  onState: (state: Omit<WorkerState, 'setAside' | 'displaced'>) => void
}

/** The database work of the worker thread: batches one at a time, queries at any time. */
export interface StorageWorker {
  /** Resolves when the batch is on disk, except for what cannot be persisted. Retries as long as the cause can pass. */
  persist: (rows: readonly RowMessage[]) => Promise<Persisted>
  /** @throws StorageError */
  ask: <Name extends QueryName>(
    name: Name,
    params: WorkerParams<Name>,
  ) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Resolves when all finished requests are compared with the ones before them. */
  explained: () => Promise<void>
  setRetention: (retention: Retention) => void
  /** Notices a file that was deleted, moved or replaced, and opens the next one. Never throws. */
  lookAtFile: () => Promise<void>
  /** Maintains runs, age and size. Never throws. */
  runMaintenance: () => Promise<void>
  /** Reads the requests that an earlier version stored, with pauses. Stops when the worker closes. Never throws. */
  readOldTurns: () => Promise<void>
  /** Ends this run and closes the file. Batches that wait for a retry are dropped. */
  close: () => Promise<void>
}

export function createStorageWorker(deps: StorageWorkerDeps): StorageWorker {
  const clock = createAgeClock({ wall: deps.now, steady: deps.steady, since: deps.since ?? 0 })
  const connection = createConnection({
    ...deps,
    clock,
    heartbeats: createHeartbeats(deps.steady),
    onDisplaced(how) {
      deps.onDisplaced(how)
      wasDisplaced = true
      report('displaced')
    },
  })
  /** True from a displacement until another database is open and this is reported. */
  let wasDisplaced = false
  const batchWriter = createBatchWriter({ connection, redact: deps.redact, report })
  let { retention } = deps
  let maintenance: Promise<void> | undefined
  /** Changes of the clock that are not recorded yet. */
  let jumps: ClockJump[] = []
  /** Runs batches one at a time. */
  const batches = createMutex()
  const oldTurns = createOldTurnReader({ connection, batches, redact: deps.redact, report })
  const explainer = createExplainer(connection)

  function report(reason?: FailureReason, error?: unknown): void {
    const message = error instanceof Error ? error.message : undefined
    deps.onState({ reason, message, fileBytes: connection.current()?.database.fileBytes() ?? 0 })
  }
  async function persist(rows: readonly RowMessage[]): Promise<Persisted> {
    const persisted = await batchWriter.persist(rows)
    if (isTight(connection.current(), retention)) await runMaintenance()
    return persisted
  }
  async function maintainOnce(): Promise<void> {
    try {
      jumps = [...jumps, clock.look()].filter((jump) => jump !== undefined).slice(-MAX_JUMPS)
      await connection.use(async ({ database, runId, view, sweep }) => {
        for (const jump of jumps) {
          await noteClockJump(database, jump)
          if (jump.wrong !== undefined) await redateRequests(database, { runId, ...jump.wrong, by: jump.by })
        }
        jumps = []
        await maintainRuns(database, view())
        await keepWithin(database, { retention, now: clock.now(), sweep })
      })
      report()
    } catch (error) {
      report(failureReason(error), error)
    }
  }
  function runMaintenance(): Promise<void> {
    maintenance ??= maintainOnce().finally(() => (maintenance = undefined))
    return maintenance
  }

  async function lookAtFile(): Promise<void> {
    const before = connection.current()
    if (before === undefined) return
    try {
      await connection.check()
      if (connection.current() === before && !wasDisplaced) return
      wasDisplaced = false
      report()
    } catch (error) {
      report(failureReason(error), error)
    }
  }

  return {
    lookAtFile,
    explained: explainer.idle,
    readOldTurns: oldTurns.read,
    runMaintenance,
    persist: (rows) => batches.runExclusive(() => persist(rows)).finally(explainer.wake),
    ask: (name, params) => askWhole(connection, ({ query }) => runQuery(query, name, params)),
    setRetention: (next) => void (retention = next),
    async close() {
      oldTurns.stop()
      batchWriter.giveUp()
      await batches.idle()
      await Promise.all([maintenance, explainer.stop()])
      const open = await connection.release()
      if (open !== undefined) await closeRun(open, deps.now())
    },
  }
}

/**
 * In PostgreSQL an administrator may have dropped a table that only reading needs; the connection then replaces the
 * schema. Damage in a file is found when it is written.
 */
async function askWhole<T>(connection: Connection, ask: (open: OpenStore) => Promise<T>): Promise<T> {
  try {
    return await connection.use(ask)
  } catch (error) {
    const isServer = connection.current()?.database.kind === 'postgres'
    if (failureReason(error) !== 'refused' || !isServer) throw error
    const reason = await connection.use(async ({ database }) => database.verify()).catch(failureReason)
    if (reason !== 'broken') throw error
    return connection.use(ask)
  }
}

function isTight(open: OpenStore | undefined, { maxBytes }: Retention): boolean {
  return open?.database.kind === 'sqlite' && maxBytes > 0 && open.database.fileBytes() > maxBytes * TIGHT
}

/** Closes the database, and notes that this run has ended: best effort, as the next start detects one that did not. */
async function closeRun({ database, runId }: OpenStore, now: number): Promise<void> {
  for (let attempt = 1; attempt <= END_ATTEMPTS; attempt++) {
    try {
      await endRun(database, { runId, who: 'shutdown', now })
      database.checkpoint()
      break
    } catch (error) {
      if (failureReason(error) !== 'locked') break
      await setTimeout(END_PAUSE_MS)
    }
  }
  await database.close()
}
