import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { FromWorker, Retention, RowMessage, WorkerState } from './protocol.ts'
import { createRedactor } from './redact/create-redactor.ts'
import { loadRedactionKey } from './redact/redaction-key.ts'
import type { CaptureLevel, Store, StoreState } from './store.ts'
import { createJournal } from './journal/create-journal.ts'
import { journalPrefix } from './journal/replay-journals.ts'
import type { QueryName, QueryParams } from './queries/run-query.ts'
import { createStoreHealth } from './store-health.ts'
import { toEndMessage, toRowMessage } from './to-row-message.ts'
import {
  BATCH_ROWS,
  createWriteQueue,
  MOST_BODY_BYTES,
  MOST_ROWS,
  type QueuedBatch,
  type QueueLimits,
} from './write-queue.ts'
import { createWorkerHost } from './worker-host.ts'

/** Rows wait so long for company, in ms. */
const BATCH_EVERY = 200
const CLOSE_WITHIN = 2000
const WATCH_EVERY = 10_000

export interface StoreDeps {
  /** The folder for the database and its key; made private. */
  folder: string
  /** A PostgreSQL address in place of the SQLite file. */
  databaseUrl?: string | undefined
  capture: CaptureLevel
  retention: Retention
  /** Wall clock, in ms since 1970. */
  now?: () => number
  limits?: Partial<QueueLimits>
}

/** The name of the SQLite file in its folder. */
export const DATABASE_FILE = 'signalbox.db'

/** Opens the request log in a thread of its own; whatever is wrong with its file, the store begins. */
export function createStore(deps: StoreDeps): Store {
  const now = deps.now ?? Date.now
  const redactor = createRedactor(loadRedactionKey(join(deps.folder, 'redaction-key')))
  const queue = createWriteQueue({
    rows: MOST_ROWS,
    bodyBytes: MOST_BODY_BYTES,
    batchRows: BATCH_ROWS,
    ...deps.limits,
  })
  const instance = randomUUID()
  /** Requests in flight, by id. */
  const open = new Map<string, RowMessage>()
  const keptListeners = new Set<(ids: readonly string[]) => void>()
  /** Those who wait until nothing is left to write. */
  let flushing: (() => void)[] = []
  let { capture, retention } = deps
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const health = createStoreHealth(now)
  const journal = createJournal(journalPrefix(deps.folder, instance))
  /** All rows that were ever put into the queue. */
  let noted = 0

  const host = createWorkerHost({
    data: () => ({
      target:
        deps.databaseUrl === undefined
          ? { file: join(deps.folder, DATABASE_FILE) }
          : { url: deps.databaseUrl },
      folder: deps.folder,
      instance,
      retention,
    }),
    onMessage: receive,
    onStarted: () => send(),
    onLost(error) {
      queue.takeBack()
      health.alive()
      health.set({ reason: 'worker_lost', message: error.message })
    },
  })

  const watchdog = setInterval(() => {
    if (health.isStuck()) host.restart()
  }, WATCH_EVERY).unref()

  function receive(message: FromWorker): void {
    if (message.type === 'state') health.set(message.state)
    if (message.type !== 'ack') return
    const batch = queue.done(message.id)
    queue.addLost({ rows: message.lost.length, bodies: message.lostBodies })
    health.alive()
    const lost = new Set(message.lost)
    const kept = batch?.rows.filter(({ requestId, end }) => end !== undefined && !lost.has(requestId)) ?? []
    journal.settle(noted - queue.size())
    for (const listener of keptListeners) listener(kept.map(({ requestId }) => requestId))
    send()
  }
  /** Gives the worker what it can take now. */
  function send(): void {
    clearTimeout(timer)
    timer = undefined
    for (let batch = take(); batch !== undefined; batch = take()) {
      const { id, rows } = batch
      host.send({ type: 'batch', id, rows }, buffersOf(rows))
      health.waits()
    }
    if (queue.size() > 0) return
    for (const done of flushing) done()
    flushing = []
  }
  function take(): QueuedBatch | undefined {
    return queue.size() > 0 && host.ready() ? queue.next() : undefined
  }
  function put(row: RowMessage): void {
    const before = queue.size()
    queue.put(row)
    // An end that takes the place of its opening is settled with it.
    noted += queue.size() - before
    journal.note(row, noted)
    if (queue.waiting() >= BATCH_ROWS || flushing.length > 0) send()
    else timer ??= setTimeout(send, BATCH_EVERY).unref()
  }
  async function flush(): Promise<void> {
    // The thread alone does not keep a program alive; whoever waits for it does.
    const awake = setInterval(() => send(), BATCH_EVERY)
    await new Promise<void>((resolve) => {
      flushing.push(resolve)
      send()
    })
    clearInterval(awake)
  }
  async function ask(
    name: QueryName,
    params: QueryParams<QueryName>,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    // Whoever clears means the requests that are on their way, too.
    if (name === 'clear') await flush()
    return host.ask(name, params)
  }

  return {
    open(request) {
      if (capture === 'off' || closed) return
      const row = toRowMessage(request, redactor)
      open.set(row.requestId, row)
      put(row)
    },
    finish(requestId, end) {
      const row = open.get(requestId)
      if (row === undefined || closed) return
      open.delete(requestId)
      put({ ...row, end: toEndMessage(end, redactor, { bodies: capture === 'full' }) })
    },
    json: ask,
    async read(name, params) {
      const json = await ask(name, params)
      return json === undefined ? undefined : (JSON.parse(new TextDecoder().decode(json)) as never)
    },
    state: () => describe(health.facts(), queue, host.restarts()),
    onChange: health.onChange,
    onKept(listener) {
      keptListeners.add(listener)
      return () => keptListeners.delete(listener)
    },
    setCapture(level) {
      capture = level
    },
    setRetention(next) {
      retention = next
      host.send({ type: 'retention', retention })
    },
    restart: host.restart,
    flush,
    async close() {
      if (closed) return
      await Promise.race([flush(), delay(CLOSE_WITHIN, undefined, { ref: false })])
      closed = true
      clearTimeout(timer)
      clearInterval(watchdog)
      await host.close(CLOSE_WITHIN)
      for (const done of flushing) done()
      await journal.close({ keep: queue.size() > 0 })
    },
  }
}

type HealthFacts = WorkerState & { since: number | undefined }

function describe(
  facts: HealthFacts,
  queue: { size: () => number; lost: () => { rows: number; bodies: number } },
  restarts: number,
): StoreState {
  const lost = queue.lost()
  return {
    status: facts.since === undefined ? 'ok' : 'degraded',
    not_kept: lost.rows,
    bodies_not_kept: lost.bodies,
    waiting: queue.size(),
    file_bytes: facts.fileBytes,
    restarts,
    set_aside: facts.setAside.map((path) => basename(path)),
    since: facts.since === undefined ? null : new Date(facts.since).toISOString(),
    reason: facts.reason ?? null,
  }
}

function buffersOf(rows: readonly RowMessage[]): ArrayBuffer[] {
  return rows.flatMap(({ end }) =>
    [end?.requestBody, end?.responseBody].flatMap((body) => (body === undefined ? [] : [body.buffer])),
  )
}
