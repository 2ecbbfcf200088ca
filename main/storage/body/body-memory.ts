/** Small bodies share chunks of this size, in bytes; a longer one has its own, of its length rounded up to units. */
const CHUNK_BYTES = 1024 * 1024
const UNIT_BYTES = 64 * 1024
const CHUNK_UNITS = CHUNK_BYTES / UNIT_BYTES
/** Room for chunks that are filled in part only, in addition to the bodies. It takes no memory until it is used. */
const SLACK_BYTES = 8 * CHUNK_BYTES
/** With less, giving it up is not worth the page faults of the next use. In bytes. */
const MIN_TRIMMED_BYTES = 4 * 1024 * 1024

const NOTHING = new Uint8Array(new SharedArrayBuffer(0))

interface Chunk {
  /** First unit, and number of units. */
  readonly first: number
  readonly units: number
  /** Bytes written so far. */
  filled: number
  /** Bodies in this chunk that are still in use. */
  users: number
}

/** Memory shared by two threads and reused: a new allocation for each body keeps the garbage collector busy. */
export interface BodyMemory {
  /** Copies a body to memory that the database thread can read. Undefined if there is no room. */
  copy: (body: Uint8Array) => Uint8Array<SharedArrayBuffer> | undefined
  /** Frees a copy; call exactly once for each. */
  release: (body: Uint8Array) => void
  /**
   * Gives up memory that was not used since the last call. The system gets it back when both threads have collected
   * their garbage.
   */
  trim: () => void
}

/**
 * One mapping for all bodies. A shared buffer is freed only when both threads have collected their garbage, which V8 does
 * not do because of it: buffers that were replaced during a burst of 500 MB were another 60 MB. Chunks are taken from the
 * front, so that no more pages are touched than are in use at once.
 *
 * @param limit sum of the bodies' lengths, in bytes
 */
export function createBodyMemory(limit: number): BodyMemory {
  const size = Math.ceil(limit / UNIT_BYTES) * UNIT_BYTES + SLACK_BYTES
  const isTaken = new Uint8Array(size / UNIT_BYTES)
  /** By the offset of each body that is in use. */
  const chunkOf = new Map<number, Chunk>()
  /** Growable memory is mapped. Other memory comes from malloc, which keeps it, and all that lies below it. */
  let mapping: Uint8Array<SharedArrayBuffer> | undefined
  let current: Chunk | undefined
  /** Units used since the mapping was made: the others are untouched. */
  let touched = 0
  let isUnused = true

  function take(units: number): Chunk | undefined {
    const first = findFree(isTaken, units)
    if (first === -1) return undefined
    isTaken.fill(1, first, first + units)
    touched = Math.max(touched, first + units)
    return { first, units, filled: 0, users: 0 }
  }
  function free({ first, units }: Chunk): void {
    isTaken.fill(0, first, first + units)
  }
  function roomFor(length: number): Chunk | undefined {
    if (length > CHUNK_BYTES) return take(Math.ceil(length / UNIT_BYTES))
    if (current !== undefined && current.filled + length <= CHUNK_BYTES) return current
    if (current?.users === 0) free(current)
    current = take(CHUNK_UNITS)
    return current
  }

  return {
    copy(body) {
      if (body.length === 0) return NOTHING
      const chunk = roomFor(body.length)
      if (chunk === undefined) return undefined
      isUnused = false
      mapping ??= new Uint8Array(new SharedArrayBuffer(size, { maxByteLength: size }), 0, size)
      const start = chunk.first * UNIT_BYTES + chunk.filled
      const copy = mapping.subarray(start, start + body.length)
      copy.set(body)
      chunk.filled += body.length
      chunk.users++
      chunkOf.set(start, chunk)
      return copy
    },
    release(body) {
      const chunk = chunkOf.get(body.byteOffset)
      if (chunk === undefined || body.buffer !== mapping?.buffer) return
      chunkOf.delete(body.byteOffset)
      if (--chunk.users > 0) return
      if (chunk === current) chunk.filled = 0
      else free(chunk)
    },
    trim() {
      if (isUnused && chunkOf.size === 0 && touched * UNIT_BYTES >= MIN_TRIMMED_BYTES) {
        mapping = undefined
        touched = 0
        if (current !== undefined) free(current)
        current = undefined
      }
      isUnused = true
    },
  }
}

/** The first run of free units of this length; -1 if there is none. */
function findFree(isTaken: Uint8Array, units: number): number {
  for (let first = isTaken.indexOf(0); first !== -1; first = isTaken.indexOf(0, first)) {
    const end = isTaken.indexOf(1, first)
    if ((end === -1 ? isTaken.length : end) - first >= units) return first
    if (end === -1) break
    first = end
  }
  return -1
}
