import { parentPort } from 'node:worker_threads'
import { stepBack } from '../../threads/step-back.ts'
import type { ExportPart, ExportPiece, FromExport, ToExport } from './export-protocol.ts'
import { createExportWriter } from './write-export.ts'

/* The thread that writes exports: parsing, redacting and writing megabytes must not hold up a stream. */

const port = parentPort
if (port === null) throw new Error('runs as a worker thread only')
stepBack()
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
  const answer: FromExport = { id, piece }
  port?.postMessage(answer, [piece.text.buffer])
}
