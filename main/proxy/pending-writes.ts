import type { Socket } from 'node:net'

/** Knows which buffers a socket was given to write and has not handed to the system yet. */
export interface PendingWrites {
  watch: (socket: Socket) => void
  has: (bytes: Buffer) => boolean
}

/**
 * An upstream may answer before it has read the request. Its socket then still sends from the body's memory,
 * which must not be given to another request; undici does not tell when a write is through, the socket does.
 */
export function createPendingWrites(): PendingWrites {
  const pending = new Set<Uint8Array>()

  return {
    watch(socket) {
      const write = socket.write.bind(socket)
      socket.write = (chunk: Uint8Array | string, second?: BufferEncoding | Done, third?: Done) => {
        if (typeof second === 'function') return write(chunk, second)
        if (typeof chunk === 'string' || third !== undefined) return write(chunk, second, third)
        pending.add(chunk)
        return write(chunk, () => pending.delete(chunk))
      }
    },
    has: (bytes) => pending.has(bytes),
  }
}

type Done = (error?: Error | null) => void
