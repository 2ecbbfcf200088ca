import type { Socket } from 'node:net'

/** Knows which buffers a socket was given to write and has not handed to the system yet. */
export interface PendingWrites {
  watch: (socket: Socket) => void
  has: (bytes: Buffer) => boolean
  /** Destroys the socket that these bytes were given to. */
  drop: (bytes: Buffer) => void
}

/**
 * An upstream may answer before it has read the request. Its socket then still sends from the body's memory,
 * which must not be given to another request; undici does not tell when a write is through, the socket does.
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
