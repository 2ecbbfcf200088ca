import type { ServerResponse } from 'node:http'

/** Longer chunks are written as they are: copying them costs more than a separate write. In bytes. */
const MAX_GATHERED_BYTES = 16 * 1024

/** Writes a body in as few pieces as the event loop allows. */
export interface BurstWriter {
  /** Returns false when the client's buffer is full; then the response emits 'drain'. */
  write: (chunk: Buffer) => boolean
  /** Call on 'drain', before writing anything. */
  drained: () => void
  end: () => void
  /** Writes the held chunks now. */
  flush: () => void
}

/**
 * Merges the chunks that arrive within one turn of the event loop: an upstream's packet contains several events, and
 * each write costs four entries in the socket's queue. This adds no delay: Node itself holds writes back until the turn
 * is over. The body's bytes are unchanged; only the HTTP chunk boundaries differ, which carry no meaning (RFC 9112
 * §7.1).
 *
 * @param onWritten called with each piece right after it was written
 */
export function createBurstWriter(res: ServerResponse, onWritten: (piece: Buffer) => void): BurstWriter {
  let held: Buffer[] = []
  let heldBytes = 0
  /** True from a write that found the client's buffer full until 'drain'. */
  let isFull = false

  function put(piece: Buffer): void {
    if (!res.write(piece)) isFull = true
    onWritten(piece)
  }
  function take(): Buffer | undefined {
    const [first] = held
    const piece = held.length > 1 ? Buffer.concat(held, heldBytes) : first
    held = []
    heldBytes = 0
    return piece
  }
  function flush(): void {
    const piece = take()
    // A disconnected client receives nothing more.
    if (piece !== undefined && !res.destroyed) put(piece)
  }

  return {
    flush,
    drained() {
      isFull = false
    },
    write(chunk) {
      if (heldBytes + chunk.length > MAX_GATHERED_BYTES) flush()
      if (chunk.length > MAX_GATHERED_BYTES) put(chunk)
      else {
        if (held.length === 0) process.nextTick(flush)
        held.push(chunk)
        heldBytes += chunk.length
      }
      return !isFull
    },
    end() {
      const piece = take()
      if (piece === undefined || res.destroyed) return void res.end()
      res.end(piece)
      onWritten(piece)
    },
  }
}
