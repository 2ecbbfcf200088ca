import type { ServerResponse } from 'node:http'

/** Longer chunks are written as they are: copying them costs more than a write of their own. In bytes. */
const MAX_GATHERED_BYTES = 16 * 1024

/** Writes a body in as few pieces as the event loop allows. */
export interface BurstWriter {
  /** Returns false while the client takes no more; then the response emits 'drain'. */
  write: (chunk: Buffer) => boolean
  /** To be called on 'drain', before anything is written. */
  drained: () => void
  end: () => void
  /** Writes what is held back now. */
  flush: () => void
}

/**
 * Gathers the chunks that come within one turn of the event loop: an upstream's packet holds several events, and each
 * write costs four entries in the socket's queue. Nothing waits: Node itself holds back what is written until the turn
 * is over. The bytes of the body stay; only where one HTTP chunk ends and the next begins is other, which means nothing
 * (RFC 9112 §7.1).
 *
 * @param onWritten gets each piece right after it was written
 */
export function createBurstWriter(res: ServerResponse, onWritten: (piece: Buffer) => void): BurstWriter {
  let held: Buffer[] = []
  let heldBytes = 0
  /** From a write that found the client's buffer full to its 'drain'. */
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
    // A client that is gone takes no more.
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
