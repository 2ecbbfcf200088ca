import type { Slab, SlabPool } from '../slab-pool.ts'

export interface ResponseCopy {
  /** Copies a chunk of the response. Never fails and never waits. */
  add: (chunk: Uint8Array) => void
  /**
   * The whole response; undefined if it was too long to keep. The memory belongs to the pool: invalid after `release`.
   */
  whole: () => Uint8Array | undefined
  /** Length of the response so far, kept or not. In bytes. */
  size: () => number
  /** The response without the middle, if that was not kept. */
  sections: () => Uint8Array[]
  /** Returns the bytes to the budget. */
  release: () => void
}

/** Memory limit for all copies together, in bytes. */
export interface CopyBudget {
  take: (bytes: number) => boolean
  give: (bytes: number) => void
}

/** @param elsewhere memory that counts in the limit, too: bodies of finished requests that the log has not written */
export function createCopyBudget(most: number, elsewhere: () => number = () => 0): CopyBudget {
  let free = most
  return {
    take(bytes) {
      if (bytes > free - elsewhere()) return false
      free -= bytes
      return true
    },
    give(bytes) {
      free += bytes
    },
  }
}

const EMPTY: Slab = { bytes: Buffer.alloc(0), release: () => undefined }

/**
 * The usage is in the first and last events of a stream, so both ends suffice without the middle. Those events are at
 * most a few kB long; longer ends of hundreds of stuck responses would be the largest part of the program's memory.
 */
const END_BYTES = 16 * 1024

/** Length of the last end when the budget is spent, which many clients that never read would exceed. In bytes. */
const SMALL_END_BYTES = 8 * 1024

/**
 * A copy of a response's body, for the log and the usage.
 *
 * @param options.limit maximum length of a response that is kept whole, in bytes
 */
export function createResponseCopy(options: {
  limit: number
  budget: CopyBudget
  pool: SlabPool
}): ResponseCopy {
  let slab: Slab = EMPTY
  /** Number of filled bytes in the slab. */
  let length = 0
  /** Total bytes received. */
  let size = 0
  /** The last bytes of a response that is too long for `slab`. */
  let tail: Tail | undefined

  /** False if there is no room. */
  function makeRoom(needed: number): boolean {
    if (needed <= slab.bytes.length) return true
    if (needed > options.limit) return false
    const bigger = options.pool.takeForLong(needed)
    if (!options.budget.take(bigger.bytes.length - slab.bytes.length)) {
      bigger.release()
      return false
    }
    slab.bytes.copy(bigger.bytes, 0, 0, length)
    slab.release()
    slab = bigger
    return true
  }

  /** @param chunk the first one that has no room */
  function beginTail(chunk: Uint8Array): Tail {
    const last = slab.bytes.subarray(Math.max(0, length - END_BYTES), length)
    const begun = createTail(last, options)
    if (length < END_BYTES && makeRoom(END_BYTES)) {
      const missing = chunk.subarray(0, END_BYTES - length)
      slab.bytes.set(missing, length)
      length += missing.length
    }
    dropMiddle()
    return begun
  }
  /** Returns the memory beyond the first end: other copies need it, and a stream may last for hours. */
  function dropMiddle(): void {
    if (slab.bytes.length <= END_BYTES) return
    const head = options.pool.take(END_BYTES)
    slab.bytes.copy(head.bytes, 0, 0, END_BYTES)
    options.budget.give(slab.bytes.length - head.bytes.length)
    slab.release()
    slab = head
    length = Math.min(length, END_BYTES)
  }

  return {
    add(chunk) {
      size += chunk.length
      if (tail === undefined && makeRoom(length + chunk.length)) {
        slab.bytes.set(chunk, length)
        length += chunk.length
        return
      }
      tail ??= beginTail(chunk)
      tail.add(chunk)
    },
    size: () => size,
    whole: () => (tail === undefined ? slab.bytes.subarray(0, length) : undefined),
    sections() {
      const head = slab.bytes.subarray(0, length)
      return tail === undefined ? [head] : [head, tail.bytes()]
    },
    release() {
      options.budget.give(slab.bytes.length + (tail?.budgeted ?? 0))
      slab.release()
      tail?.release()
      slab = EMPTY
      length = 0
      tail = undefined
    },
  }
}

interface Tail {
  add: (chunk: Uint8Array) => void
  bytes: () => Uint8Array
  /** Bytes taken from the budget. */
  budgeted: number
  /** Returns its memory, but not the budget. */
  release: () => void
}

/** Keeps at least the last `END_BYTES`, or `SMALL_END_BYTES` without a budget. */
function createTail(start: Uint8Array, { budget, pool }: { budget: CopyBudget; pool: SlabPool }): Tail {
  const budgeted = budget.take(2 * END_BYTES) ? 2 * END_BYTES : 0
  const end = budgeted > 0 ? END_BYTES : SMALL_END_BYTES
  const slab = pool.take(2 * end)
  const ring = slab.bytes.subarray(0, 2 * end)
  let length = Math.min(start.length, end)
  ring.set(start.subarray(start.length - length))
  return {
    budgeted,
    release: slab.release,
    add(chunk) {
      const last = chunk.subarray(Math.max(0, chunk.length - end))
      // If part of the chunk is left out, earlier bytes would not adjoin it.
      if (last.length < chunk.length) length = 0
      if (length + last.length > ring.length) {
        ring.copyWithin(0, length - end, length)
        length = end
      }
      ring.set(last, length)
      length += last.length
    },
    bytes: () => ring.subarray(0, length),
  }
}
