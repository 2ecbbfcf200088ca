import { parentPort, workerData } from 'node:worker_threads'
import { lowerThreadPriority } from '../base/threads/lower-thread-priority.ts'
import { createEngine } from './engine.ts'
import type { FromWorker, Question, ToWorker, WorkerData } from './protocol.ts'

/* A separate thread: reading and parsing a gigabyte takes seconds and must not delay streams. */

const port = parentPort
if (port === null) throw new Error('must run in a worker thread')
lowerThreadPriority()
const engine = createEngine(workerData as WorkerData)
/** Queries in progress. */
const asked = new Map<number, AbortController>()

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'ask':
      void response(message.id, message.question)
      break
    case 'cancel':
      asked.get(message.id)?.abort()
  }
})

async function response(id: number, question: Question): Promise<void> {
  const cancelled = new AbortController()
  asked.set(id, cancelled)
  try {
    const json = await toJson(question, cancelled.signal)
    const bytes = json === undefined ? undefined : new TextEncoder().encode(json)
    send({ type: 'response', id, json: bytes }, bytes === undefined ? [] : [bytes.buffer])
  } catch (error) {
    send({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  } finally {
    asked.delete(id)
  }
}

async function toJson({ name, params }: Question, signal: AbortSignal): Promise<string | undefined> {
  switch (name) {
    case 'list':
      return JSON.stringify(await engine.list(params))
    case 'listProject':
      return JSON.stringify(await engine.listProject(params))
    case 'find':
      return await engine.find(params)
    case 'usage':
      return JSON.stringify(await engine.usage(params))
    case 'takeUsage':
      return JSON.stringify(engine.takeUsage())
    case 'search':
      return JSON.stringify(await engine.search(params, signal))
  }
}

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}
