import { createDechunker, type Dechunker } from './dechunk.ts'

export interface MessageHandlers {
  /** Start line and headers, without the empty line. */
  onHead: (head: string) => void
  onBody: (chunk: Buffer) => void
  onEnd: () => void
}

const HEAD_END = '\r\n\r\n'
const NOTHING: Buffer = Buffer.alloc(0)

/**
 * Splits a connection's bytes into HTTP/1.1 messages, in either direction. Deliberately minimal: every microsecond here
 * adds to the latency of all targets.
 *
 * @returns a function that consumes the socket's data
 */
export function readMessages(handlers: MessageHandlers): (bytes: Buffer) => void {
  /** Start of an incomplete head. */
  let pending: Buffer = NOTHING
  /** Set while a chunked body is read. */
  let dechunker: Dechunker | undefined
  /** Remaining bytes of a body with a length. */
  let left = 0

  function takeHead(bytes: Buffer): Buffer {
    const all = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
    const end = all.indexOf(HEAD_END)
    pending = end === -1 ? all : NOTHING
    if (end === -1) return NOTHING
    const head = all.toString('latin1', 0, end)
    handlers.onHead(head)
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) dechunker = createDechunker(handlers.onBody)
    else left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (dechunker === undefined && left === 0) handlers.onEnd()
    return all.subarray(end + HEAD_END.length)
  }
  function takeCounted(bytes: Buffer): Buffer {
    const body = bytes.subarray(0, left)
    left -= body.length
    handlers.onBody(body)
    if (left === 0) handlers.onEnd()
    return bytes.subarray(body.length)
  }
  function takeChunked(chunked: Dechunker, bytes: Buffer): Buffer {
    const rest = bytes.subarray(chunked.push(bytes))
    if (!chunked.isDone()) return NOTHING
    dechunker = undefined
    handlers.onEnd()
    return rest
  }

  return (bytes) => {
    let rest = bytes
    while (rest.length > 0) {
      if (dechunker !== undefined) rest = takeChunked(dechunker, rest)
      else rest = left > 0 ? takeCounted(rest) : takeHead(rest)
    }
  }
}
