/** Memory is allocated in chunks of this size, in bytes; a longer body gets a chunk of its own length, rounded up. */
const CHUNK = 1024 * 1024
/** Limit for unused chunks kept for reuse, in bytes. */
const MAX_SPARE_BYTES = 16 * 1024 * 1024

interface Chunk {
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** Bytes written so far. */
  filled: number
  /** Bodies in this chunk that are still in use. */
  users: number
}

/** Memory shared by two threads and reused: a new allocation for each body keeps the garbage collector busy. */
export interface BodyMemory {
  /** Copies a body to memory that the database thread can read. */
  copy: (body: Uint8Array) => Uint8Array<SharedArrayBuffer>
  /** Frees a copy; call exactly once for each. */
  release: (body: Uint8Array) => void
  /** Gives up unused memory. The system gets it back when both threads have collected their garbage. */
  trim: () => void
}

export function createBodyMemory(): BodyMemory {
  const chunks = new Map<ArrayBufferLike, Chunk>()
  let current: Chunk | undefined
  const spare: Chunk[] = []
  /** Sum of the lengths in `spare`; never above the limit. */
  let spareBytes = 0

  function roomFor(length: number): Chunk {
    if (current !== undefined && current.filled + length <= current.bytes.length) return current
    // The most recently used chunk is the most likely to be in the CPU cache.
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
    trim() {
      spare.length = 0
      spareBytes = 0
    },
  }
}

/** Growable memory is mapped. Other memory comes from malloc, which keeps it, and all that lies below it. */
function createChunk(length: number): Chunk {
  const size = Math.max(CHUNK, Math.ceil(length / 65536) * 65536)
  const memory = new SharedArrayBuffer(size, { maxByteLength: size })
  return { bytes: new Uint8Array(memory, 0, size), filled: 0, users: 0 }
}
