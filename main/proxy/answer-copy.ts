/** What is known to be an answer's first and last bytes; the same memory where the answer was kept whole. */
export interface AnswerCopy {
  /** Copies a piece of the answer. Never fails and never waits. */
  add: (chunk: Uint8Array) => void
  /** The whole answer; `undefined` where it was too long to keep. The memory is the copy's own. */
  whole: () => Uint8Array | undefined
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

const FIRST_BYTES = 4096

/** The usage stands in the first and in the last event of a stream, so both ends tell what the middle does not. */
const END_BYTES = 64 * 1024

/**
 * A watching copy of an answer's body, for the log and the usage.
 *
 * @param options.limit how long an answer may be to be kept whole, in bytes
 */
export function createAnswerCopy(options: { limit: number; budget: CopyBudget }): AnswerCopy {
  let bytes = new Uint8Array(0)
  let length = 0
  /** The last bytes of an answer that outgrew `bytes`. */
  let tail: Tail | undefined

  /** False where there is no room for so much. */
  function makeRoom(needed: number): boolean {
    if (needed <= bytes.length) return true
    const size = Math.min(Math.max(FIRST_BYTES, bytes.length * 2, needed), options.limit)
    if (size < needed || !options.budget.take(size - bytes.length)) return false
    const bigger = new Uint8Array(size)
    bigger.set(bytes.subarray(0, length))
    bytes = bigger
    return true
  }

  return {
    add(chunk) {
      if (tail === undefined && makeRoom(length + chunk.length)) {
        bytes.set(chunk, length)
        length += chunk.length
        return
      }
      if (tail === undefined) {
        tail = createTail(bytes.subarray(Math.max(0, length - END_BYTES), length))
        if (length < END_BYTES && makeRoom(END_BYTES)) {
          const missing = chunk.subarray(0, END_BYTES - length)
          bytes.set(missing, length)
          length += missing.length
        }
      }
      tail.add(chunk)
    },
    whole: () => (tail === undefined ? bytes.subarray(0, length) : undefined),
    sections() {
      const head = bytes.subarray(0, length)
      return tail === undefined ? [head] : [head.subarray(0, END_BYTES), tail.bytes()]
    },
    release() {
      options.budget.give(bytes.length)
      bytes = new Uint8Array(0)
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
