import type { ServerResponse } from 'node:http'

/** Longer chunks are written as they are: copying them costs more than a separate write. In bytes. */
const MAX_GATHERED_BYTES = 16 * 1024

/** A longer piece gets memory of its own: as part of Node's 64 kB pool, one stuck client would hold all of it. In bytes. */
const MIN_OWN_BYTES = 8 * 1024

const CRLF = '\r\n'
const LAST_CHUNK = '0\r\n\r\n'

/** Writes a response in as few pieces as the event loop allows. */
export interface BurstWriter {
  /** Call after `writeHead`. The headers are sent at the end of the turn, or together with the body's first bytes. */
  begin: () => void
  /** Returns false when the client's buffer is full; then the response emits 'drain'. */
  write: (chunk: Buffer) => boolean
  /** Call on 'drain', before writing anything. */
  drained: () => void
  end: () => void
  /** Writes the held chunks now. */
  flush: () => void
  /** True if the body is sent in HTTP chunks: then its end is recognizable. */
  isChunked: () => boolean
}

/**
 * Merges the chunks that arrive within one turn of the event loop: an upstream's packet contains several events, and
 * each write costs an entry in the socket's queue. This adds no delay: Node itself holds writes back until the turn is
 * over. The body's bytes are unchanged; only the HTTP chunk boundaries differ, which carry no meaning (RFC 9112 §7.1).
 *
 * The HTTP chunks are framed here, because Node writes length, line ends and end of the body as entries of their own:
 * six for a response that arrives in one packet.
 *
 * @param onWritten called with each piece right after it was written
 */
export function createBurstWriter(res: ServerResponse, onWritten: (piece: Buffer) => void): BurstWriter {
  let held: Buffer[] = []
  let heldBytes = 0
  /** True from a write that found the client's buffer full until 'drain'. */
  let isFull = false
  let isChunked = false
  /** True once anything was written after the headers were set. */
  let hasWritten = false
  /** True while a flush at the end of the turn is scheduled. */
  let isDue = false

  function put(bytes: Buffer | string): void {
    hasWritten = true
    if (!res.write(bytes, 'latin1')) isFull = true
  }
  /** Writes a chunk without copying it. */
  function putLong(chunk: Buffer): void {
    if (isChunked) put(chunk.length.toString(16) + CRLF)
    put(chunk)
    if (isChunked) put(CRLF)
    onWritten(chunk)
  }
  /** The held chunks as one piece, and the bytes to write for it. */
  function take(after: string): { piece: Buffer; framed: Buffer } {
    const before = isChunked ? heldBytes.toString(16) + CRLF : ''
    const size = before.length + heldBytes + after.length
    const framed = size < MIN_OWN_BYTES ? Buffer.allocUnsafe(size) : Buffer.allocUnsafeSlow(size)
    let at = framed.write(before, 'latin1')
    for (const chunk of held) {
      framed.set(chunk, at)
      at += chunk.length
    }
    framed.write(after, at, 'latin1')
    const piece = framed.subarray(before.length, before.length + heldBytes)
    held = []
    heldBytes = 0
    return { piece, framed }
  }
  function flush(): void {
    // A disconnected client receives nothing more.
    if (heldBytes === 0 || res.destroyed) return
    const { piece, framed } = take(isChunked ? CRLF : '')
    put(framed)
    onWritten(piece)
  }
  function flushDue(): void {
    isDue = false
    flush()
    if (!hasWritten && !res.writableEnded && !res.destroyed) res.flushHeaders()
  }
  function schedule(): void {
    if (!isDue) process.nextTick(flushDue)
    isDue = true
  }

  return {
    flush,
    isChunked: () => isChunked,
    begin() {
      isChunked = res.chunkedEncoding
      res.chunkedEncoding = false
      schedule()
    },
    drained() {
      isFull = false
    },
    write(chunk) {
      if (heldBytes + chunk.length > MAX_GATHERED_BYTES) flush()
      if (chunk.length > MAX_GATHERED_BYTES) putLong(chunk)
      else {
        schedule()
        held.push(chunk)
        heldBytes += chunk.length
      }
      return !isFull
    },
    end() {
      if (heldBytes === 0 || res.destroyed) return void res.end(isChunked ? LAST_CHUNK : undefined, 'latin1')
      const { piece, framed } = take(isChunked ? CRLF + LAST_CHUNK : '')
      res.end(framed)
      onWritten(piece)
    },
  }
}
