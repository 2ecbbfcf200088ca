import type { Slab, SlabPool } from '../slab-pool.ts'

export interface ResponseCopy {
  /** Copies a piece of the answer. Never fails and never waits. */
  add: (chunk: Uint8Array) => void
  /** The whole answer; `undefined` where it was too long to keep. The memory is the pool's: it is gone with `release`. */
  whole: () => Uint8Array | undefined
  /** How long the answer is so far, kept or not. In bytes. */
  size: () => number
  /** Without the middle, where that was not kept. */
  sections: () => Uint8Array[]
  /** Gives the bytes back to the budget. */
  release: () => void
}

/** How much memory all copies together may take, in bytes. */
export interface CopyBudget {
  take: (bytes: number) => boolean
  give: (bytes: number) => void
}

export function createCopyBudget(most: number): CopyBudget {
  let free = most
  return {
    take(bytes) {
      if (bytes > free) return false
      free -= bytes
      return true
    },
    give(bytes) {
      free += bytes
    },
  }
}

const EMPTY: Slab = { bytes: Buffer.alloc(0), release: () => undefined }

/** The usage stands in the first and in the last event of a stream, so both ends tell what the middle does not. */
const END_BYTES = 64 * 1024

/**
 * A watching copy of an answer's body, for the log and the usage.
 *
 * @param options.limit how long an answer may be to be kept whole, in bytes
 */
export function createResponseCopy(options: {
  limit: number
  budget: CopyBudget
  pool: SlabPool
}): ResponseCopy {
  let slab: Slab = EMPTY
  /** How many bytes of the slab are filled. */
  let length = 0
  /** All bytes that came. */
  let size = 0
  /** The last bytes of an answer that outgrew `bytes`. */
  let tail: Tail | undefined

  /** False where there is no room for so much. */
  function makeRoom(needed: number): boolean {
    if (needed <= slab.bytes.length) return true
    if (needed > options.limit) return false
    const bigger = options.pool.take(needed)
    if (!options.budget.take(bigger.bytes.length - slab.bytes.length)) {
      bigger.release()
      return false
    }
    slab.bytes.copy(bigger.bytes, 0, 0, length)
    slab.release()
    slab = bigger
    return true
  }

  return {
    add(chunk) {
      size += chunk.length
      if (tail === undefined && makeRoom(length + chunk.length)) {
        slab.bytes.set(chunk, length)
        length += chunk.length
        return
      }
      if (tail === undefined) {
        tail = createTail(slab.bytes.subarray(Math.max(0, length - END_BYTES), length))
        if (length < END_BYTES && makeRoom(END_BYTES)) {
          const missing = chunk.subarray(0, END_BYTES - length)
          slab.bytes.set(missing, length)
          length += missing.length
        }
      }
      tail.add(chunk)
    },
    size: () => size,
    whole: () => (tail === undefined ? slab.bytes.subarray(0, length) : undefined),
    sections() {
      const head = slab.bytes.subarray(0, length)
      return tail === undefined ? [head] : [head.subarray(0, END_BYTES), tail.bytes()]
    },
    release() {
      options.budget.give(slab.bytes.length)
      slab.release()
      slab = EMPTY
      length = 0
      tail = undefined
    },
  }
}

interface Tail {
  add: (chunk: Uint8Array) => void
  bytes: () => Uint8Array
}

/** Keeps at least the last `END_BYTES`. */
function createTail(start: Uint8Array): Tail {
  const ring = new Uint8Array(2 * END_BYTES)
  ring.set(start)
  let length = start.length
  return {
    add(chunk) {
      const last = chunk.subarray(Math.max(0, chunk.length - END_BYTES))
      // What it leaves out would be a hole.
      if (last.length < chunk.length) length = 0
      if (length + last.length > ring.length) {
        ring.copyWithin(0, length - END_BYTES, length)
        length = END_BYTES
      }
      ring.set(last, length)
      length += last.length
    },
    bytes: () => ring.subarray(0, length),
  }
}
