import type { Socket } from 'node:net'

/** Tracks the buffers that sockets have accepted but not yet passed to the system. */
export interface PendingWrites {
  watch: (socket: Socket) => void
  has: (bytes: Buffer) => boolean
  /** Destroys the socket that these bytes were written to. */
  drop: (bytes: Buffer) => void
}

/**
 * An upstream may respond before it has read the request. Its socket then still sends from the body's memory, which
 * must not be reused for another request; undici does not report when a write has finished, but the socket does.
 */
export function createPendingWrites(): PendingWrites {
  const pending = new Set<Uint8Array>()
  const socketOf = new WeakMap<Uint8Array, Socket>()

  return {
    watch(socket) {
      const write = socket.write.bind(socket)
      socket.write = (chunk: Uint8Array | string, second?: BufferEncoding | Done, third?: Done) => {
        if (typeof second === 'function') return write(chunk, second)
        if (typeof chunk === 'string' || third !== undefined) return write(chunk, second, third)
        pending.add(chunk)
        socketOf.set(chunk, socket)
        return write(chunk, () => pending.delete(chunk))
      }
    },
    has: (bytes) => pending.has(bytes),
    drop: (bytes) => void socketOf.get(bytes)?.destroy(),
  }
}

type Done = (error?: Error | null) => void
