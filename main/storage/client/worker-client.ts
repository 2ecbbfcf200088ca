import type { Worker } from 'node:worker_threads'
import { StorageError } from '../failure.ts'
import type { FromWorker, ToWorker, WorkerData } from '../protocol.ts'
import type { QueryName } from '../../base/request-log-queries.ts'
import type { WorkerParams } from '../queries/run-query.ts'
import { createPendingQueries } from './pending-queries.ts'
import { startThread } from '../../base/threads/start-thread.ts'

/** Delay before a dead thread is restarted, in ms; it doubles with each further death. */
const FIRST_RESTART = 100
const MAX_RESTART_MS = 10_000

export interface WorkerClient {
  /** False while there is no thread: messages sent then are lost. */
  ready: () => boolean
  send: (message: ToWorker) => void
  ask: <Name extends QueryName>(
    name: Name,
    params: WorkerParams<Name>,
  ) => Promise<Uint8Array<ArrayBuffer> | undefined>
  restarts: () => number
  /** Terminates the thread; a new one is started. */
  restart: () => void
  /** Asks the thread to finish, and terminates it after the deadline, in ms. */
  close: (deadline: number) => Promise<void>
}

export interface WorkerClientDeps {
  data: () => WorkerData
  /** Called for all messages except results of `ask`. */
  onMessage: (message: FromWorker) => void
  /** The thread died; its pending messages may be lost. A new thread will be started. */
  onLost: (error: Error) => void
  onStarted: () => void
}

/** Owns the database thread. */
export function createWorkerClient(deps: WorkerClientDeps): WorkerClient {
  const queries = createPendingQueries()
  let worker: Worker | undefined
  let restarts = 0
  /** Deaths since the last message. */
  let deaths = 0
  let closing = false
  let restart: NodeJS.Timeout | undefined
  let onGone: () => void = () => undefined

  function start(): void {
    const started = startThread('../worker/database-worker', import.meta.url, {
      workerData: deps.data(),
      name: 'signalbox-database',
    })
    worker = started
    // A program that forgets to close its store can still exit.
    started.unref()
    let error = new Error('database thread ended')
    started.on('message', (message: FromWorker) => receive(message))
    started.on('error', (cause) => (error = cause instanceof Error ? cause : new Error(String(cause))))
    started.on('exit', () => {
      if (worker === started) worker = undefined
      gone(error)
    })
    deps.onStarted()
  }
  function gone(error: Error): void {
    queries.rejectAll(error)
    onGone()
    if (closing) return
    deps.onLost(error)
    restarts++
    const pause = Math.min(MAX_RESTART_MS, FIRST_RESTART * 2 ** deaths++)
    restart = setTimeout(startAgain, pause).unref()
  }
  /** Out of memory or descriptors, starting a thread fails too; the next retry waits longer. */
  function startAgain(): void {
    try {
      start()
    } catch (error) {
      gone(error instanceof Error ? error : new Error(String(error)))
    }
  }
  function receive(message: FromWorker): void {
    deaths = 0
    if (message.type === 'response' || message.type === 'failed') queries.settle(message)
    else deps.onMessage(message)
  }
  function send(message: ToWorker): void {
    worker?.postMessage(message, [])
  }

  start()
  return {
    ready: () => worker !== undefined,
    send,
    ask(name, params) {
      if (worker === undefined) {
        return Promise.reject(new StorageError('worker_lost', 'database thread is not running'))
      }
      return queries.add((id) => send({ type: 'query', id, name, params }))
    },
    restarts: () => restarts,
    restart: () => void worker?.terminate(),
    async close(deadline) {
      closing = true
      clearTimeout(restart)
      const last = worker
      if (last === undefined) return
      const ended = new Promise<void>((resolve) => (onGone = resolve))
      const timer = setTimeout(() => void last.terminate(), deadline)
      last.ref()
      send({ type: 'close' })
      await ended
      clearTimeout(timer)
    },
  }
}
