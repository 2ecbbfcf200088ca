import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ExportOrder, FromExport, ToExport } from './export-protocol.ts'

export interface ExportThread {
  /** One question at a time. Rejects when the thread ended. */
  ask: (message: ToExport) => Promise<FromExport>
  end: () => Promise<void>
}

/** A body of hundreds of megabytes must end its own export, not the program. In MB. */
const MOST_MEMORY = 1024

export function startExportThread(order: ExportOrder): ExportThread {
  const worker = new Worker(workerUrl(), {
    workerData: order,
    name: 'signalbox-export',
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  })
  worker.unref()
  /** The question that waits for its answer. */
  let waiting: { resolve: (answer: FromExport) => void; reject: (error: unknown) => void } | undefined
  let gone: Error | undefined

  function lose(error: Error): void {
    gone ??= error
    waiting?.reject(gone)
  }
  worker.on('message', (answer: FromExport) => waiting?.resolve(answer))
  worker.on('error', (cause) => lose(new Error('the export failed', { cause })))
  worker.on('exit', () => lose(new Error('the export ended')))
  return {
    ask(message) {
      if (gone !== undefined) return Promise.reject(gone)
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        worker.postMessage(message, transfers(message))
      })
    },
    async end() {
      await worker.terminate()
    },
  }
}

function transfers(message: ToExport): ArrayBuffer[] {
  if (!('json' in message)) return []
  const body = message.type === 'request' ? message.body : undefined
  return [message.json.buffer, ...(body === undefined ? [] : [body.buffer])]
}

/** Beside this file in the sources; beside the program, or above its chunks, once it is bundled. */
function workerUrl(): URL {
  const places = ['./export-worker.ts', './export-worker.js', '../export-worker.js']
  const urls = places.map((place) => new URL(place, import.meta.url))
  const found = urls.find((url) => existsSync(fileURLToPath(url)))
  if (found === undefined) throw new Error('export-worker is missing from this build')
  return found
}
