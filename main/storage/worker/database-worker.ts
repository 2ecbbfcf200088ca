import { statSync } from 'node:fs'
import { uptime } from 'node:os'
import { basename, dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { collectGarbage } from '../../base/collect-garbage.ts'
import { lowerThreadPriority } from '../../base/threads/lower-thread-priority.ts'
import { throttle } from '../../base/throttle.ts'
import { watchFiles } from '../../base/watch-files.ts'
import { createStorageWorker } from './storage-worker.ts'
import { failureReason } from '../failure.ts'
import { HEARTBEAT_MS } from '../retain/runs.ts'
import { createTurnRedact } from '../redact/create-turn-redact.ts'
import { openTarget } from './open-target.ts'
import { bytesOf } from '../row-message.ts'
import type { FromWorker, ToWorker, WorkerData, WorkerState } from '../protocol.ts'

/** Minimum interval between two checks that the file is still at its path, in ms: our own writes raise events, too. */
const LOOK_EVERY = 3000

/** Time from the first body to a collection of their garbage, in ms. */
const COLLECT_AFTER = 30_000
/** After bodies of this length garbage is collected, which also frees the memory shared with the main thread. In bytes. */
const MIN_COLLECTED_BYTES = 8 * 1024 * 1024
/**
 * During a burst V8 would not look: it counts a body's texts and compressed pieces, which are three times its length, too
 * coarsely. In bytes.
 */
const MAX_UNCOLLECTED_BYTES = 16 * 1024 * 1024

/* The database thread: node:sqlite is synchronous, and no stream may wait for a disk. */

const port = parentPort
if (port === null) throw new Error('must run in a worker thread')
lowerThreadPriority()
const data = workerData as WorkerData
const setAside: string[] = []
/** The last time that the file was displaced. */
let displaced: WorkerState['displaced']
const target = openTarget(data.target, {
  folder: data.folder,
  now: Date.now,
  onSetAside: (path) => setAside.push(path),
  // Otherwise the main thread would take this one for lost, and begin the update again.
  onStep: (step, steps) =>
    sendState({
      reason: 'updating',
      message: undefined,
      update: { step, steps },
      fileBytes: 0,
      setAside: setAside.slice(),
      displaced,
    }),
})
const storageWorker = createStorageWorker({
  ...target,
  folder: data.folder,
  instance: data.instance,
  retention: data.retention,
  redact: createTurnRedact(data.secrets),
  now: Date.now,
  // The machine's uptime includes sleep; `performance.now()` does not.
  steady: () => uptime() * 1000,
  // The program was installed before it was started.
  since: statSync(import.meta.filename).mtimeMs,
  onDisplaced: (how) => (displaced = { how, at: Date.now() }),
  onState: (state) => sendState({ ...state, setAside: setAside.slice(), displaced }),
})
/** Total length of the bodies since garbage was last collected. */
let bodyBytes = 0
let collecting: NodeJS.Timeout | undefined
/** The last state sent, to send changes only. */
let sent = ''

// Opens the database, closes the requests of a crashed run, and then reads what an earlier version stored.
void storageWorker.runMaintenance().then(storageWorker.readOldTurns)
setInterval(() => void storageWorker.runMaintenance(), HEARTBEAT_MS)
if ('file' in data.target) watchFile(data.target.file)
port.on('message', (message: ToWorker) => void receive(message))

function watchFile(file: string): void {
  const lookAtFile = throttle(LOOK_EVERY, () => void storageWorker.lookAtFile())
  const names = ['', '-wal', '-shm'].map((suffix) => basename(file) + suffix)
  watchFiles(dirname(file), { names, onChange: lookAtFile })
}

/** @param most collects if more bodies than this have come since the last time, in bytes */
function collectAfter(most: number): void {
  if (bodyBytes < most) return
  bodyBytes = 0
  collectGarbage()
}

function collectLate(): void {
  collecting = undefined
  collectAfter(MIN_COLLECTED_BYTES)
}

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'batch':
      bodyBytes += message.rows.reduce((sum, row) => sum + bytesOf(row), 0)
      send({ type: 'ack', id: message.id, ...(await storageWorker.persist(message.rows)) })
      if (bodyBytes > 0) collecting ??= setTimeout(collectLate, COLLECT_AFTER)
      return collectAfter(MAX_UNCOLLECTED_BYTES)
    case 'query':
      return response(message)
    case 'retention':
      storageWorker.setRetention(message.retention)
      // A lower limit takes effect at once.
      return storageWorker.runMaintenance()
    case 'close':
      await storageWorker.close().catch(() => undefined)
      send({ type: 'closed' })
      process.exit(0)
  }
}

async function response({ id, name, params }: Extract<ToWorker, { type: 'query' }>): Promise<void> {
  try {
    const json = await storageWorker.ask(name, params)
    port?.postMessage(
      { type: 'response', id, json } satisfies FromWorker,
      json === undefined ? [] : [json.buffer],
    )
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({ type: 'failed', id, reason: failureReason(error), message })
  }
}

function sendState(state: WorkerState): void {
  const text = JSON.stringify(state)
  if (text === sent) return
  sent = text
  send({ type: 'state', state })
}

function send(message: FromWorker): void {
  port?.postMessage(message)
}
