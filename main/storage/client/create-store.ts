import { createOwnMask } from '../../base/create-secret-mask.ts'
import { decodeJson } from '../../base/json/decode-json.ts'
import type { QueryName, QueryParams } from '../../base/request-log-queries.ts'
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createJournal } from '../journal/create-journal.ts'
import { journalPrefix } from '../journal/replay-journals.ts'
import type { FromWorker, Retention, WorkerData } from '../protocol.ts'
import type { RowMessage } from '../row-message.ts'
import type { Stoppable } from '../queries/row-filter.ts'
import { createRowRedactor } from '../redact/create-row-redactor.ts'
import { loadRedactionKey } from '../redact/redaction-key.ts'
import type { CaptureLevel, Store, StoreState } from './store.ts'
import { createStoreHealth, type StoreFacts } from './store-health.ts'
import { toEndMessage, toRowMessage } from './to-row-message.ts'
import { createWorkerClient } from './worker-client.ts'
import { createWritePump, type WritePump } from './write-pump.ts'
import type { QueueLimits } from './write-queue.ts'

/** In ms. */
const CLOSE_STALL_MS = 2_000
const WATCH_EVERY = 10_000
/** Closing takes at most this multiple of the time after which a thread without progress is given up. */
const CLOSE_STALLS = 5
/** Limit of the search for our own secrets; less is stored of a name, a path or a message. In characters. */
const MAX_MASKED_CHARS = 16 * 1024

export interface StoreDeps {
  /** Folder for the database and its key; made private. */
  folder: string
  /** Absolute path of the database file, instead of the default. Its folder's permissions are not changed. */
  databasePath?: string | undefined
  /** PostgreSQL URL, instead of a file. */
  databaseUrl?: string | undefined
  capture: CaptureLevel
  retention: Retention
  /** Our own secrets, which are never stored, except in bodies. */
  secrets?: readonly (string | undefined)[]
  /** Wall clock, in ms since 1970. */
  now?: () => number
  limits?: Partial<QueueLimits>
  /** When closing, the time in ms after which a database thread that writes nothing more is given up. */
  closeStallMs?: number
}

/**
 * Name of the SQLite file in its folder.
 *
 * @internal exported for its test
 */
export const DATABASE_FILE = 'signalbox.db'

/** Opens the request log in its own thread. The store starts whatever the state of its file. */
// oxlint-disable-next-line max-lines-per-function -- joins the parts of the store, which have files of their own
export function createStore(deps: StoreDeps): Store {
  const redactor = createRowRedactor(
    loadRedactionKey(join(deps.folder, 'redaction-key')),
    createOwnMask(deps.secrets ?? [], { limit: MAX_MASKED_CHARS }),
  )
  const instance = randomUUID()
  const journal = createJournal(journalPrefix(deps.folder, instance))
  const health = createStoreHealth(deps.now ?? Date.now)
  /** Requests in flight, by id. */
  const open = new Map<string, RowMessage>()
  const storedListeners = new Set<(ids: readonly string[]) => void>()
  let { capture, retention } = deps
  const { closeStallMs = CLOSE_STALL_MS } = deps
  let closed = false

  const pump = createWritePump({
    journal,
    limits: deps.limits,
    ready: () => host.ready(),
    post(batch) {
      host.send({ type: 'batch', id: batch.id, rows: batch.rows })
      health.waits()
    },
  })
  const host = createWorkerClient({
    data: () => ({
      target: targetOf(deps),
      folder: deps.folder,
      instance,
      retention,
      secrets: deps.secrets ?? [],
    }),
    onMessage: receive,
    onStarted: pump.send,
    onLost(error) {
      pump.takeBack()
      health.alive()
      health.set({ reason: 'worker_lost', message: error.message })
    },
  })
  const watchdog = setInterval(() => {
    if (health.isStuck()) host.restart()
    pump.trim()
  }, WATCH_EVERY).unref()

  function receive(message: FromWorker): void {
    if (message.type === 'state') health.set(message.state)
    if (message.type !== 'ack') return
    const kept = pump.acknowledge(message)
    health.alive()
    for (const listener of storedListeners) listener(kept)
    pump.send()
  }
  async function ask<Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    // Clearing includes the requests that are not written yet.
    if (name === 'clear') await pump.flush()
    return host.ask(name, withStopFlag(params))
  }

  return {
    open(request) {
      if (capture === 'off' || closed) return
      const row = toRowMessage(request, redactor)
      open.set(row.requestId, row)
      pump.put(row)
    },
    finish(requestId, end) {
      const row = open.get(requestId)
      if (row === undefined || closed) return
      open.delete(requestId)
      pump.put({ ...row, end: toEndMessage(end, redactor, { bodies: capture === 'full' }) })
    },
    json: ask,
    async read(name, params) {
      const json = await ask(name, params)
      return json === undefined ? undefined : (decodeJson(json) as never)
    },
    waitingBytes: pump.bodyBytes,
    state: () => describe(health.facts(), pump, host.restarts()),
    onChange: health.onChange,
    onStored(listener) {
      storedListeners.add(listener)
      return () => storedListeners.delete(listener)
    },
    setCapture(level) {
      capture = level
    },
    setRetention(next) {
      retention = next
      host.send({ type: 'retention', retention })
    },
    restart: host.restart,
    flush: pump.flush,
    async close() {
      if (closed) return
      await Promise.race([pump.flush(), stalled(pump, closeStallMs)])
      closed = true
      clearInterval(watchdog)
      await host.close(closeStallMs)
      pump.close()
      await journal.close({ keep: pump.size() > 0 })
    },
  }
}

/** Resolves when the queue got no shorter for a while: on a busy machine the thread is slow, on a broken disk it stops. */
async function stalled(pump: WritePump, stallMs: number): Promise<void> {
  let before = Infinity
  for (let waits = 0; waits < CLOSE_STALLS && pump.size() < before; waits++) {
    before = pump.size()
    await delay(stallMs, undefined, { ref: false })
  }
}

/** A worker busy with a search receives no messages, so the stop flag is in shared memory. */
function withStopFlag<Params extends object>(params: Params): Params & Stoppable {
  const signal = 'signal' in params ? params.signal : undefined
  if (!(signal instanceof AbortSignal)) return params
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const raise = () => void Atomics.store(stop, 0, 1)
  if (signal.aborted) raise()
  else signal.addEventListener('abort', raise, { once: true })
  return { ...params, signal: undefined, stop }
}

function targetOf({ databasePath, databaseUrl, folder }: StoreDeps): WorkerData['target'] {
  if (databaseUrl !== undefined) return { url: databaseUrl }
  return { file: databasePath ?? join(folder, DATABASE_FILE) }
}

function describe(facts: StoreFacts, pump: Pick<WritePump, 'lost' | 'size'>, restarts: number): StoreState {
  const lost = pump.lost()
  return {
    status: facts.since === undefined ? 'ok' : 'degraded',
    not_kept: lost.rows,
    bodies_not_kept: lost.bodies,
    waiting: pump.size(),
    file_bytes: facts.fileBytes,
    restarts,
    set_aside: facts.setAside.map((path) => basename(path)),
    displaced: facts.displaced
      ? { how: facts.displaced.how, at: new Date(facts.displaced.at).toISOString() }
      : null,
    since: facts.since === undefined ? null : new Date(facts.since).toISOString(),
    reason: facts.reason ?? null,
    ...(facts.update !== undefined && { update: facts.update }),
  }
}
