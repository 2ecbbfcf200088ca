import type { Journal } from '../journal/create-journal.ts'
import type { FromWorker } from '../protocol.ts'
import type { RowMessage } from '../row-message.ts'
import {
  BATCH_ROWS,
  createWriteQueue,
  MAX_BODY_BYTES,
  MAX_ROWS,
  MAX_SINGLE_BODY_BYTES,
  type QueuedBatch,
  type QueueLimits,
} from './write-queue.ts'

/** Maximum time that rows are collected into a batch, in ms. */
const BATCH_EVERY = 200

export interface PumpDeps {
  journal: Journal
  limits: Partial<QueueLimits> | undefined
  /** True when the database thread accepts batches. */
  ready: () => boolean
  post: (batch: QueuedBatch) => void
}

/** Sends rows to the database thread in batches, in order, as fast as it accepts them. */
export interface WritePump {
  put: (row: RowMessage) => void
  /** Sends as many batches as the thread accepts now. */
  send: () => void
  /** @returns the ids of the requests whose end is now on disk */
  acknowledge: (ack: Extract<FromWorker, { type: 'ack' }>) => string[]
  /** The thread died: its batches are queued again for the next one. */
  takeBack: () => void
  /** Rows waiting or in flight. */
  size: () => number
  /** See `WriteQueue`. */
  bodyBytes: () => number
  lost: () => { rows: number; bodies: number }
  /** Resolves when all rows put so far are on disk or lost. */
  flush: () => Promise<void>
  /** Gives up unused memory, unless rows are waiting. */
  trim: () => void
  /** Resolves pending flushes. */
  close: () => void
}

export function createWritePump({ journal, limits, ready, post }: PumpDeps): WritePump {
  const queue = createWriteQueue({
    rows: MAX_ROWS,
    bodyBytes: MAX_BODY_BYTES,
    singleBodyBytes: MAX_SINGLE_BODY_BYTES,
    batchRows: BATCH_ROWS,
    ...limits,
  })
  /** Callbacks of pending flushes. */
  let flushing: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  /** Total number of rows ever queued. */
  let noted = 0

  function send(): void {
    clearTimeout(timer)
    timer = undefined
    for (let batch = take(); batch !== undefined; batch = take()) post(batch)
    if (queue.size() === 0) endFlush()
  }
  function take(): QueuedBatch | undefined {
    return queue.size() > 0 && ready() ? queue.next() : undefined
  }
  function endFlush(): void {
    for (const done of flushing) done()
    flushing = []
  }

  return {
    send,
    put(row) {
      const before = queue.size()
      queue.put(row)
      // An end that replaces its own opening in the queue adds no row.
      noted += queue.size() - before
      journal.note(row, noted)
      if (queue.waiting() >= BATCH_ROWS || flushing.length > 0) send()
      else timer ??= setTimeout(send, BATCH_EVERY).unref()
    },
    acknowledge({ id, lost, lostBodies }) {
      const batch = queue.done(id)
      queue.addLost({ rows: lost.length, bodies: lostBodies })
      journal.settle(noted - queue.size())
      const gone = new Set(lost)
      const kept = batch?.rows.filter(({ requestId, end }) => end !== undefined && !gone.has(requestId)) ?? []
      return kept.map(({ requestId }) => requestId)
    },
    takeBack: queue.takeBack,
    size: queue.size,
    bodyBytes: queue.bodyBytes,
    lost: queue.lost,
    trim() {
      if (queue.size() === 0) queue.trim()
    },
    async flush() {
      // The thread itself does not keep the process alive; a pending flush does.
      const awake = setInterval(send, BATCH_EVERY)
      await new Promise<void>((resolve) => {
        flushing.push(resolve)
        send()
      })
      clearInterval(awake)
    },
    close() {
      clearTimeout(timer)
      endFlush()
    },
  }
}
