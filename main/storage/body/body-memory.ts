/** Memory is taken in pieces of this size, in bytes; a longer body gets a piece of its own length, rounded up. */
const CHUNK = 1024 * 1024
/** Pieces that nobody uses are kept up to so many bytes. */
const MAX_SPARE_BYTES = 16 * 1024 * 1024

interface Chunk {
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** How much of it is written. */
  filled: number
  /** Bodies in it that are still read. */
  users: number
}

/** Memory that two threads read, used again and again: a fresh one for every body keeps the collector busy. */
export interface BodyMemory {
  /** Copies a body to where the database's thread can read it. */
  copy: (body: Uint8Array) => Uint8Array<SharedArrayBuffer>
  /** Nobody reads this copy any more. Once for each. */
  release: (body: Uint8Array) => void
}

export function createBodyMemory(): BodyMemory {
  const chunks = new Map<ArrayBufferLike, Chunk>()
  let current: Chunk | undefined
  const spare: Chunk[] = []
  /** The sum of the lengths in `spare`; never above the limit. */
  let spareBytes = 0

  function roomFor(length: number): Chunk {
    if (current !== undefined && current.filled + length <= current.bytes.length) return current
    // The last one that was used is the one that the processor still has at hand.
    const fitting = spare.findLastIndex(({ bytes }) => bytes.length >= length)
    const [reused] = fitting === -1 ? [] : spare.splice(fitting, 1)
    spareBytes -= reused?.bytes.length ?? 0
    if (current?.users === 0) putAside(current)
    current = reused ?? createChunk(length)
    chunks.set(current.bytes.buffer, current)
    return current
  }
  function putAside(chunk: Chunk): void {
    chunk.filled = 0
    chunks.delete(chunk.bytes.buffer)
    if (spareBytes + chunk.bytes.length > MAX_SPARE_BYTES) return
    spareBytes += chunk.bytes.length
    spare.push(chunk)
  }

  return {
    copy(body) {
      const chunk = roomFor(body.length)
      const copy = chunk.bytes.subarray(chunk.filled, chunk.filled + body.length)
      copy.set(body)
      chunk.filled += body.length
      chunk.users++
      return copy
    },
    release(body) {
      const chunk = chunks.get(body.buffer)
      if (chunk === undefined || --chunk.users > 0) return
      if (chunk === current) chunk.filled = 0
      else putAside(chunk)
    },
  }
}

function createChunk(length: number): Chunk {
  const size = Math.max(CHUNK, Math.ceil(length / 65536) * 65536)
  return { bytes: new Uint8Array(new SharedArrayBuffer(size)), filled: 0, users: 0 }
}
