/** One HTTP/1.x message as on the wire. */
export interface Message {
  /** The status line or request line. */
  start: string
  /** Alternating names and values, as sent; latin1. */
  headers: string[]
  /** Decoded, without chunk framing. */
  body: Buffer
  /** True if the message is complete by its framing. A body that only a FIN ends is never complete. */
  complete: boolean
  /** Data after the message. */
  rest: Buffer
}

const NO_BODY = /^HTTP\/1\.[01] (1\d\d|204|304)/

/**
 * Reads the first message in `bytes`. Deliberately simpler than an HTTP library, which could hide details of the wire.
 *
 * @param options.head true for the response to a HEAD request
 */
export function readMessage(bytes: Buffer, options: { head?: boolean } = {}): Message {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return { start: '', headers: [], body: Buffer.alloc(0), complete: false, rest: bytes }
  const [start = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const after = bytes.subarray(end + 4)
  const whole = (length: number) => ({
    body: after.subarray(0, length),
    complete: after.length >= length,
    rest: after.subarray(length),
  })
  if (options.head === true || NO_BODY.test(start)) return { start, headers, ...whole(0) }
  if (/^chunked$/i.test(header(headers, 'transfer-encoding') ?? '')) {
    return { start, headers, ...readChunks(after) }
  }
  const length = header(headers, 'content-length')
  if (length !== undefined) return { start, headers, ...whole(Number(length)) }
  if (!start.startsWith('HTTP/')) return { start, headers, ...whole(0) }
  return { start, headers, body: after, complete: false, rest: Buffer.alloc(0) }
}

/** The first value of a header, by its lower-case name. */
export function header(headers: readonly string[], name: string): string | undefined {
  const at = headers.findIndex((field, i) => i % 2 === 0 && field.toLowerCase() === name)
  return at === -1 ? undefined : headers[at + 1]
}

function readChunks(bytes: Buffer): Pick<Message, 'body' | 'complete' | 'rest'> {
  const pieces: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) break
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (size === 0) {
      const end = bytes.indexOf('\r\n', lineEnd + 2)
      // No trailers: the line after the last chunk is empty.
      if (end !== lineEnd + 2) break
      return { body: Buffer.concat(pieces), complete: true, rest: bytes.subarray(end + 2) }
    }
    const start = lineEnd + 2
    pieces.push(bytes.subarray(start, start + size))
    if (bytes.length < start + size + 2) break
    at = start + size + 2
  }
  return { body: Buffer.concat(pieces), complete: false, rest: Buffer.alloc(0) }
}
