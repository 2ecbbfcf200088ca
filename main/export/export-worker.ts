import { parentPort } from 'node:worker_threads'
import { lowerThreadPriority } from '../base/threads/lower-thread-priority.ts'
import type { ExportPart, ExportPiece, FromExport, ToExport } from './export-protocol.ts'
import { createExportWriter } from './write-export.ts'

/* The export thread: parsing, redacting and writing megabytes must not delay a stream. */

const port = parentPort
if (port === null) throw new Error('must run in a worker thread')
lowerThreadPriority()
const writers = new Map<number, (part: ExportPart) => ExportPiece>()

port.on('message', (message: ToExport) => {
  switch (message.type) {
    case 'begin':
      return void writers.set(message.id, createExportWriter(message.order))
    case 'end':
      return void writers.delete(message.id)
    case 'write':
      return write(message)
  }
})

function write({ id, part }: Extract<ToExport, { type: 'write' }>): void {
  const piece = writers.get(id)?.(part)
  if (piece === undefined) return
  const response: FromExport = { id, piece }
  port?.postMessage(response, [piece.text.buffer])
}
