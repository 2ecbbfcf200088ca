import { parentPort, workerData } from 'node:worker_threads'
import type { ExportOrder, ToExport } from './export-protocol.ts'
import { createExportWriter } from './write-export.ts'

/* A thread for one export: parsing, redacting and writing megabytes must not hold up a stream. */

const port = parentPort
if (port === null) throw new Error('runs as a worker thread only')
const write = createExportWriter(workerData as ExportOrder)

port.on('message', (message: ToExport) => {
  const answer = write(message)
  port.postMessage(answer, [answer.text.buffer])
})
