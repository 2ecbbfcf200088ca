import { createBodyMemory } from '../body/body-memory.ts'
import { bytesOf, type EndMessage, type RowMessage } from '../row-message.ts'

/** Maximum number of queued rows, to bound memory. */
export const MAX_ROWS = 20_000
/** Limit for bodies waiting or in flight, in bytes; above it, only summaries are kept. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024
/** A request whose bodies are larger is kept if no others wait. In bytes. */
export const MAX_SINGLE_BODY_BYTES = 32 * 1024 * 1024
/** Maximum rows in one batch. */
export const BATCH_ROWS = 512
/**
 * Limit for bodies in one batch, in bytes; a single larger body is allowed. A transaction stays in the log until it is
 * complete.
 */
const BATCH_BYTES = 4 * 1024 * 1024

export interface QueueLimits {
  rows: number
  bodyBytes: number
  /** Limit of a request's bodies while no others wait. */
  singleBodyBytes: number
  batchRows: number
}

export interface QueuedBatch {
  id: number
  rows: readonly RowMessage[]
  bodyBytes: number
  /** Number of times it was sent: a batch that kills the worker twice is dropped. */
  sent: number
}

export interface WriteQueue {
  /** Appends a row with copies of its bodies where they fit, or counts it as lost. */
  put: (row: RowMessage) => void
  /** The next batch to send; undefined when there is none or too many are in flight. */
  next: () => QueuedBatch | undefined
  /** Marks the batch as written and frees its memory. */
  done: (id: number) => QueuedBatch | undefined
  /** Requeues all batches in flight at the front, without bodies: a body may have killed the worker. */
  takeBack: () => void
  /** Rows waiting or in flight. */
  size: () => number
  /** Rows waiting, excluding those in flight. */
  waiting: () => number
  /** Length of the bodies waiting or in flight, in bytes. */
  bodyBytes: () => number
  lost: () => { rows: number; bodies: number }
  addLost: (lost: { rows: number; bodies: number }) => void
  /** Gives up unused memory for bodies. */
  trim: () => void
}

type BodyPair = Pick<EndMessage, 'requestBody' | 'responseBody'>

/** Maximum batches in flight: one is written while the next is on its way. */
const UNDER_WAY = 2
const MAX_SENT = 2
const OPENINGS_PART = 0.9

/** Rows on their way to the worker, in order, bounded in number and bytes. Pure: no thread, no clock. */
// oxlint-disable-next-line max-lines-per-function -- one queue: its limits, batches and losses change together
export function createWriteQueue(limits: QueueLimits): WriteQueue {
  /** By request id, oldest first: an end replaces its opening if that was not sent yet. */
  const rows = new Map<string, RowMessage>()
  /** Requeued batches. They are sent first, with the same rows: the attempts of each batch are counted. */
  let returned: QueuedBatch[] = []
  const underWay = new Map<number, QueuedBatch>()
  /** Number of rows in `underWay` and `returned`. */
  let batchedRows = 0
  /** Bytes of all bodies in `rows` and `underWay`; above the limit only for the bodies of one request. */
  let bodyBytes = 0
  const memory = createBodyMemory(Math.max(limits.bodyBytes, limits.singleBodyBytes))
  let nextId = 1
  const lost = { rows: 0, bodies: 0 }

  const count = () => rows.size + batchedRows
  /** Copies the row's bodies, which the caller owns, or drops them when they do not fit. */
  function fit(row: RowMessage): RowMessage {
    const { requestBody, responseBody } = row.end ?? {}
    if (row.end === undefined || (requestBody ?? responseBody) === undefined) return row
    const bytes = bytesOf(row)
    if (bytes === 0) return withoutBodies(row)
    const most = bodyBytes === 0 ? limits.singleBodyBytes : limits.bodyBytes
    const copies = bodyBytes + bytes <= most ? copyBodies(row.end) : undefined
    if (copies === undefined) {
      lost.bodies += bodiesOf(row)
      return withoutBodies(row)
    }
    bodyBytes += bytes
    return { ...row, end: { ...row.end, ...copies } }
  }
  /** Undefined if there is no room for both. */
  function copyBodies(bodies: BodyPair): BodyPair | undefined {
    const requestBody = bodies.requestBody && memory.copy(bodies.requestBody)
    const responseBody = bodies.responseBody && memory.copy(bodies.responseBody)
    const isWhole =
      Boolean(requestBody) === Boolean(bodies.requestBody) &&
      Boolean(responseBody) === Boolean(bodies.responseBody)
    if (isWhole) return { requestBody, responseBody }
    if (requestBody !== undefined) memory.release(requestBody)
    if (responseBody !== undefined) memory.release(responseBody)
    return undefined
  }
  /** Frees the memory of a batch's bodies. */
  function free(batch: QueuedBatch): void {
    bodyBytes -= batch.bodyBytes
    for (const { end } of batch.rows) {
      if (end?.requestBody !== undefined) memory.release(end.requestBody)
      if (end?.responseBody !== undefined) memory.release(end.responseBody)
    }
  }

  return {
    put(row) {
      const isEnd = row.end !== undefined
      lost.bodies += missingOf(row)
      // The last tenth is reserved for ends: an opening only matters until its end arrives.
      const most = isEnd ? limits.rows : limits.rows * OPENINGS_PART
      if (rows.has(row.requestId) || count() < most) rows.set(row.requestId, fit(row))
      else if (isEnd) {
        lost.rows++
        lost.bodies += bodiesOf(row)
      }
    },
    next() {
      if (underWay.size >= UNDER_WAY) return undefined
      const again = returned.shift()
      if (again === undefined && rows.size === 0) return undefined
      const batch = again ?? takeBatch()
      batch.sent++
      underWay.set(batch.id, batch)
      return batch
    },
    done(id) {
      const batch = underWay.get(id)
      underWay.delete(id)
      if (batch === undefined) return undefined
      free(batch)
      batchedRows -= batch.rows.length
      return batch
    },
    takeBack() {
      for (const batch of underWay.values()) {
        free(batch)
        lost.bodies += batch.rows.reduce((sum, row) => sum + bodiesOf(row), 0)
        if (batch.sent >= MAX_SENT) {
          lost.rows += batch.rows.filter(({ end }) => end !== undefined).length
          batchedRows -= batch.rows.length
        } else returned.push({ ...batch, rows: batch.rows.map(withoutBodies), bodyBytes: 0 })
      }
      underWay.clear()
    },
    size: count,
    waiting: () => rows.size + returned.length,
    bodyBytes: () => bodyBytes,
    lost: () => ({ ...lost }),
    addLost(more) {
      lost.rows += more.rows
      lost.bodies += more.bodies
    },
    trim: memory.trim,
  }

  function takeBatch(): QueuedBatch {
    const taken: RowMessage[] = []
    let bytes = 0
    for (const row of rows.values()) {
      if (taken.length === limits.batchRows || (taken.length > 0 && bytes + bytesOf(row) > BATCH_BYTES)) break
      taken.push(row)
      bytes += bytesOf(row)
    }
    for (const { requestId } of taken) rows.delete(requestId)
    batchedRows += taken.length
    return { id: nextId++, rows: taken, bodyBytes: bytes, sent: 0 }
  }
}

/** Number of bodies for the log. One that is only read for its facts is none of them. */
function bodiesOf({ end }: RowMessage): number {
  if (end?.keepBody !== true) return 0
  return Number(Boolean(end.requestBody?.length)) + Number(Boolean(end.responseBody?.length))
}

function missingOf({ end }: RowMessage): number {
  return Number(end?.missing?.request !== undefined) + Number(end?.missing?.response !== undefined)
}

function withoutBodies(row: RowMessage): RowMessage {
  if (row.end === undefined) return row
  const { requestBody, responseBody, keepBody } = row.end
  const missing = {
    ...row.end.missing,
    ...(keepBody && Boolean(requestBody?.length) && { request: requestBody?.length }),
    ...(Boolean(responseBody?.length) && { response: responseBody?.length }),
  }
  return { ...row, end: { ...row.end, requestBody: undefined, responseBody: undefined, missing } }
}
