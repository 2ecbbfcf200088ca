import type { Journal } from '../journal/create-journal.ts'
import type { FromWorker, RowMessage } from '../protocol.ts'
import {
  BATCH_ROWS,
  createWriteQueue,
  MAX_BODY_BYTES,
  MAX_ROWS,
  type QueuedBatch,
  type QueueLimits,
} from './write-queue.ts'

/** Rows wait so long for company, in ms. */
const BATCH_EVERY = 200

export interface PumpDeps {
  journal: Journal
  limits: Partial<QueueLimits> | undefined
  /** Whether the database's thread takes batches now. */
  ready: () => boolean
  post: (batch: QueuedBatch) => void
}

/** Brings rows to the database's thread: in batches, in order, as many as it can take. */
export interface WritePump {
  put: (row: RowMessage) => void
  /** Gives the thread what it can take now. */
  send: () => void
  /** @returns the ids of the requests whose end is on disk now */
  acknowledge: (ack: Extract<FromWorker, { type: 'ack' }>) => string[]
  /** The thread died: what it had goes to the next one. */
  takeBack: () => void
  /** Rows that wait or are under way. */
  size: () => number
  lost: () => { rows: number; bodies: number }
  /** Resolves when everything that was put is on disk or lost. */
  flush: () => Promise<void>
  /** Those who wait for a flush wait no longer. */
  close: () => void
}

export function createWritePump({ journal, limits, ready, post }: PumpDeps): WritePump {
  const queue = createWriteQueue({
    rows: MAX_ROWS,
    bodyBytes: MAX_BODY_BYTES,
    batchRows: BATCH_ROWS,
    ...limits,
  })
  /** Those who wait until nothing is left to write. */
  let flushing: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  /** All rows that were ever put into the queue. */
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
      // An end that takes the place of its opening is settled with it.
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
    lost: queue.lost,
    async flush() {
      // The thread alone does not keep a program alive; whoever waits for it does.
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
