import type { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/errors.ts'
import { startThread } from '../base/threads/start-thread.ts'
import type { FromWorker, Question, ToWorker, WorkerData } from './protocol.ts'

/** In MB: several times the need of the longest line and the largest response, see parse-line. */
const MAX_MEMORY_MB = 1024

type WorkerResult = Uint8Array<ArrayBuffer> | undefined

export interface WorkerHost {
  /** @throws AppError `conversations_unavailable` (rejects) when the thread cannot answer */
  ask: (question: Question, signal?: AbortSignal) => Promise<WorkerResult>
  close: () => Promise<void>
}

interface Asked {
  resolve: (response: WorkerResult) => void
  reject: (error: AppError) => void
}

/** Owns the worker thread: starts it with the first query, and again if it has died. */
export function createWorkerHost(data: WorkerData): WorkerHost {
  const asked = new Map<number, Asked>()
  let nextId = 1
  let worker: Worker | undefined
  let closed = false

  function start(): Worker {
    const started = startThread('transcripts-worker', import.meta.url, {
      workerData: data,
      name: 'signalbox-transcripts',
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    })
    // Does not keep the process alive if it is not closed.
    started.unref()
    let cause = new Error('transcript thread ended')
    started.on('message', receive)
    started.on('error', (error) => (cause = error instanceof Error ? error : new Error(String(error))))
    started.on('exit', () => {
      if (worker === started) worker = undefined
      for (const { reject } of asked.values()) reject(new AppError('conversations_unavailable', { cause }))
      asked.clear()
    })
    return started
  }
  function receive(message: FromWorker): void {
    const question = asked.get(message.id)
    asked.delete(message.id)
    if (message.type === 'response') question?.resolve(message.json)
    else question?.reject(new AppError('conversations_unavailable', { cause: new Error(message.message) }))
  }
  return {
    async ask(question, signal) {
      if (closed)
        throw new AppError('conversations_unavailable', { cause: new Error('transcripts are closed') })
      worker ??= start()
      const current = worker
      const id = nextId++
      const send = (message: ToWorker): void => current.postMessage(message, [])
      const cancel = (): void => send({ type: 'cancel', id })
      send({ type: 'ask', id, question })
      if (signal?.aborted === true) cancel()
      signal?.addEventListener('abort', cancel)
      try {
        return await new Promise<WorkerResult>((resolve, reject) => asked.set(id, { resolve, reject }))
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
    },
    async close() {
      closed = true
      await worker?.terminate()
    },
  }
}
