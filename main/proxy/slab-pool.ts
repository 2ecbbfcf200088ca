const MIN_SLAB_BYTES = 16 * 1024

/** Below this a mapping of its own is not worth its system calls. In bytes. */
const MIN_MAPPED_BYTES = 128 * 1024

/** A piece of memory that is the caller's until it is given back. */
export interface Slab {
  /** At least as long as was asked for. */
  readonly bytes: Buffer
  /** Gives the memory to the next caller. Only when nobody reads or writes it any more; at most once. */
  readonly release: () => void
}

export interface SlabPool {
  take: (size: number) => Slab
}

/**
 * Reuses request body memory in powers of two. A fresh ArrayBuffer for each 200 kB body costs a full garbage
 * collection every 90 requests on Node 24 (nodejs/node#61967); reuse brings that to the cost of a copy.
 *
 * What a burst takes beyond the pool is mapped and unmapped: memory of malloc would stay with the process for good
 * (500 bodies of 1 MB at once left 620 MB). Only a resizable buffer can be unmapped without a garbage collection, and
 * scanning one is a third slower, so the pool itself has none.
 *
 * @param keepBytes how much memory the pool may hold on to
 */
export function createSlabPool(keepBytes: number): SlabPool {
  const free = new Map<number, Buffer[]>()
  /** The sum of the lengths of all buffers that come back to `free`, lent ones included; never above `keepBytes`. */
  let owned = 0
  /** A slab that is not released, because a socket may still read it, is the collector's. */
  const lost = new FinalizationRegistry((length: number) => void (owned -= length))

  /** Gives up unused memory of other sizes, which a change of load has left. */
  function makeRoom(length: number): boolean {
    for (const unused of free.values()) {
      while (owned + length > keepBytes) {
        const bytes = unused.pop()
        if (bytes === undefined) break
        lost.unregister(bytes.buffer)
        owned -= bytes.length
      }
    }
    return owned + length <= keepBytes
  }
  function allocate(length: number): Slab {
    if (length <= keepBytes && makeRoom(length)) {
      owned += length
      const bytes = Buffer.allocUnsafeSlow(length)
      lost.register(bytes.buffer, length, bytes.buffer)
      return lend(bytes)
    }
    if (length < MIN_MAPPED_BYTES) return { bytes: Buffer.allocUnsafeSlow(length), release: () => undefined }
    const mapped = new ArrayBuffer(length, { maxByteLength: length })
    return { bytes: Buffer.from(mapped, 0, length), release: () => mapped.resize(0) }
  }
  function lend(bytes: Buffer): Slab {
    return {
      bytes,
      release() {
        const same = free.get(bytes.length)
        if (same === undefined) free.set(bytes.length, [bytes])
        else same.push(bytes)
      },
    }
  }

  return {
    take(size) {
      const length = roundUp(size)
      const reused = free.get(length)?.pop()
      return reused === undefined ? allocate(length) : lend(reused)
    },
  }
}

function roundUp(size: number): number {
  return size <= MIN_SLAB_BYTES ? MIN_SLAB_BYTES : 2 ** Math.ceil(Math.log2(size))
}
