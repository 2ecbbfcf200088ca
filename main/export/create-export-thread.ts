import type { Worker } from 'node:worker_threads'
import { startThread } from '../base/threads/start-thread.ts'
import type { ExportOrder, ExportPart, ExportPiece, FromExport, ToExport } from './export-protocol.ts'

/** One export in progress. */
export interface Export {
  /** One part at a time. Rejects when the thread ends. */
  write: (part: ExportPart) => Promise<ExportPiece>
  end: () => void
}

export interface ExportThread {
  begin: (order: ExportOrder) => Export
  /** Ends the thread and every export in it. */
  close: () => void
}

/** Heap limit of the thread, in MB: a body of hundreds of megabytes must end the exports, not the program. */
const MAX_MEMORY_MB = 1024

interface Waiting {
  resolve: (piece: ExportPiece) => void
  reject: (error: Error) => void
}

/** Owns the thread for all exports: starts it with the first export and restarts it after a crash. */
export function createExportThread(): ExportThread {
  /** Parts being written, by export. */
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let nextId = 1

  function start(): Worker {
    const started = startThread('export-worker', import.meta.url, {
      name: 'signalbox-export',
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    })
    // Does not keep the process alive.
    started.unref()
    let error = new Error('export thread ended')
    started.on('message', receive)
    started.on('error', (cause) => (error = new Error('export thread failed', { cause })))
    started.on('exit', () => {
      if (worker === started) worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    })
    return started
  }
  function receive({ id, piece }: FromExport): void {
    waiting.get(id)?.resolve(piece)
    waiting.delete(id)
  }

  return {
    begin(order) {
      worker ??= start()
      const own = worker
      const id = nextId++
      const send = (message: ToExport, transfer: ArrayBuffer[] = []) => own.postMessage(message, transfer)
      send({ type: 'begin', id, order })
      return {
        write(part) {
          // A restarted thread does not know this export.
          if (worker !== own) return Promise.reject(new Error('export thread ended'))
          return new Promise((resolve, reject) => {
            waiting.set(id, { resolve, reject })
            send({ type: 'write', id, part }, transfers(part))
          })
        },
        end() {
          waiting.delete(id)
          send({ type: 'end', id })
        },
      }
    },
    close: () => void worker?.terminate(),
  }
}

function transfers(part: ExportPart): ArrayBuffer[] {
  if (!('json' in part)) return []
  const body = part.type === 'request' ? part.body : undefined
  return [part.json.buffer, ...(body === undefined ? [] : [body.buffer])]
}
