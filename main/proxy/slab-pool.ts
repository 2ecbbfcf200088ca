const MIN_SLAB_BYTES = 16 * 1024

/** Smaller memory is not worth the system calls of its own mapping. In bytes. */
const MIN_MAPPED_BYTES = 128 * 1024

/**
 * From this length on the pool's own memory is mapped, too: malloc retains freed blocks of that size after a few of
 * them, and these are few enough that slower scanning does not matter. In bytes.
 */
const MIN_POOLED_MAPPED_BYTES = 1024 * 1024

/** The same for memory that is held for long: hundreds of smaller pieces would be most of what malloc keeps. In bytes. */
const MIN_LONG_MAPPED_BYTES = 32 * 1024

/** Memory unused for this long is freed, in ms. */
const IDLE_MS = 30_000

/** A piece of memory owned by the caller until it is released. */
export interface Slab {
  /** At least as long as requested. */
  readonly bytes: Buffer
  /** Returns the memory to the pool. Only when nothing reads or writes it any more; at most once. */
  readonly release: () => void
}

export interface SlabPool {
  take: (size: number) => Slab
  /**
   * Memory that many requests may hold for long, and that is hardly scanned. It is mapped from 32 kB on: malloc would
   * keep the holes that hundreds of pieces leave.
   */
  takeForLong: (size: number) => Slab
}

/** Unused memory of one length. */
interface Unused {
  readonly buffers: Buffer<ArrayBuffer>[]
  /** Minimum number of unused buffers since the last check: that many were not needed. */
  least: number
}

/**
 * Reuses request body memory in powers of two. A fresh ArrayBuffer for each 200 kB body costs a full garbage collection
 * every 90 requests on Node 24 (nodejs/node#61967); reuse reduces that to the cost of a copy.
 *
 * Memory beyond the pool is mapped and unmapped: malloc would never return it to the system (500 bodies of 1 MB at once
 * left 620 MB). Only a resizable buffer can be unmapped without a garbage collection, and scanning one is a third
 * slower, so the pool itself maps only large ones.
 *
 * @param keepBytes maximum memory that the pool keeps, in bytes; half as much in addition for `takeForLong`
 */
export function createSlabPool(keepBytes: number): SlabPool {
  return {
    take: createPool(keepBytes, MIN_POOLED_MAPPED_BYTES),
    takeForLong: createPool(keepBytes / 2, MIN_LONG_MAPPED_BYTES),
  }
}

/** @param mapFrom length from which the pool's own memory is mapped, in bytes */
function createPool(keepBytes: number, mapFrom: number): SlabPool['take'] {
  const free = new Map<number, Unused>()
  /** Total length of all buffers that return to `free`, including those in use; never above `keepBytes`. */
  let owned = 0
  /** A slab that is never released, because a socket may still read it, is left to the garbage collector. */
  const lost = new FinalizationRegistry((length: number) => void (owned -= length))

  /** Timer that frees idle memory; set while there is unused memory. */
  let looking: NodeJS.Timeout | undefined

  /** Frees it immediately: an idle program may not collect garbage for hours. */
  function giveUp(bytes: Buffer<ArrayBuffer>): void {
    lost.unregister(bytes.buffer)
    owned -= bytes.length
    bytes.buffer.transfer(0)
  }
  function look(): void {
    let hasUnused = false
    for (const unused of free.values()) {
      for (const bytes of unused.buffers.splice(0, unused.least)) giveUp(bytes)
      unused.least = unused.buffers.length
      hasUnused ||= unused.least > 0
    }
    if (hasUnused) return
    clearInterval(looking)
    looking = undefined
  }
  /** Frees unused memory of other sizes, left over from a change of load. */
  function makeRoom(length: number): boolean {
    for (const unused of free.values()) {
      while (owned + length > keepBytes) {
        const bytes = unused.buffers.pop()
        if (bytes === undefined) break
        giveUp(bytes)
      }
      unused.least = Math.min(unused.least, unused.buffers.length)
    }
    return owned + length <= keepBytes
  }
  function allocate(length: number): Slab {
    if (length <= keepBytes && makeRoom(length)) {
      owned += length
      const bytes = length < mapFrom ? Buffer.allocUnsafeSlow(length) : map(length)
      lost.register(bytes.buffer, length, bytes.buffer)
      return lend(bytes)
    }
    if (length < Math.min(MIN_MAPPED_BYTES, mapFrom))
      return { bytes: Buffer.allocUnsafeSlow(length), release: () => undefined }
    return allocateMapped(length)
  }
  function take(size: number): Slab {
    const length = roundUp(size)
    const reused = reuse(length)
    return reused === undefined ? allocate(length) : lend(reused)
  }
  function lend(bytes: Buffer<ArrayBuffer>): Slab {
    return {
      bytes,
      release() {
        looking ??= setInterval(look, IDLE_MS).unref()
        const same = free.get(bytes.length)
        if (same === undefined) free.set(bytes.length, { buffers: [bytes], least: 0 })
        else same.buffers.push(bytes)
      },
    }
  }
  function reuse(length: number): Buffer<ArrayBuffer> | undefined {
    const same = free.get(length)
    const bytes = same?.buffers.pop()
    if (same !== undefined && same.buffers.length < same.least) same.least = same.buffers.length
    return bytes
  }

  return take
}

function allocateMapped(length: number): Slab {
  const bytes = map(length)
  return { bytes, release: () => bytes.buffer.resize(0) }
}

/** Memory that returns to the system as soon as it is resized to zero or detached. */
function map(length: number): Buffer<ArrayBuffer> {
  return Buffer.from(new ArrayBuffer(length, { maxByteLength: length }), 0, length)
}

function roundUp(size: number): number {
  return size <= MIN_SLAB_BYTES ? MIN_SLAB_BYTES : 2 ** Math.ceil(Math.log2(size))
}
