/** A request without its position in a server's history. */
export interface ParsedRequest {
  method: string
  /** The request target as sent, query included. */
  url: string
  httpVersion: string
  /** Alternating names and values, in their original spelling and order. */
  rawHeaders: readonly string[]
  /** Decoded, without chunk framing. */
  body: Buffer
}

type State = 'head' | 'body' | 'chunk-size' | 'chunk-end'

/**
 * An HTTP/1.x request parser that preserves spelling, order and repeated headers, which node:http does not. Strict,
 * because leniency would hide a proxy's mistake: `push` throws on framing that RFC 9112 §6.3 forbids, and on trailers,
 * which our proxy has no reason to send.
 */
export function createRequestParser(onRequest: (request: ParsedRequest) => void): {
  push: (bytes: Buffer) => void
} {
  let state: State = 'head'
  /**
   * Bytes not consumed yet. Body bytes move on to `pieces` at once, so that a large body is not copied with every
   * piece.
   */
  let buffer: Buffer = Buffer.alloc(0)
  /** The request whose body is read; undefined in state `head`. */
  let head: Omit<ParsedRequest, 'body'> | undefined
  let pieces: Buffer[] = []
  /** Remaining bytes of the body, or of the chunk if `chunked`. */
  let left = 0
  let chunked = false

  /** One step for each state. Consumes data and returns true, or returns false if it needs more bytes. */
  const steps: Record<State, () => boolean> = {
    head: () => {
      const end = buffer.indexOf('\r\n\r\n')
      if (end === -1) return false
      head = parseHead(buffer.subarray(0, end).toString('latin1'))
      buffer = buffer.subarray(end + 4)
      const length = readLength(head.rawHeaders)
      chunked = length === 'chunked'
      left = length === 'chunked' ? 0 : length
      if (chunked) state = 'chunk-size'
      else if (left > 0) state = 'body'
      else complete()
      return true
    },
    body: () => {
      const taken = buffer.subarray(0, left)
      pieces.push(taken)
      buffer = buffer.subarray(taken.length)
      left -= taken.length
      if (left > 0) return false
      if (chunked) state = 'chunk-end'
      else complete()
      return true
    },
    'chunk-size': () => {
      const end = buffer.indexOf('\r\n')
      if (end === -1) return false
      const line = buffer.subarray(0, end).toString('latin1')
      if (!/^[0-9a-f]{1,8}(;.*)?$/i.test(line)) throw new Error(`not a chunk size: ${JSON.stringify(line)}`)
      buffer = buffer.subarray(end + 2)
      left = Number.parseInt(line, 16)
      // After the last chunk, of size 0, no further one follows.
      chunked = left > 0
      state = chunked ? 'body' : 'chunk-end'
      return true
    },
    'chunk-end': () => {
      if (buffer.length < 2) return false
      if (buffer.toString('latin1', 0, 2) !== '\r\n') throw new Error('a chunk does not end in CRLF')
      buffer = buffer.subarray(2)
      if (chunked) state = 'chunk-size'
      else complete()
      return true
    },
  }

  const complete = (): void => {
    if (head !== undefined) onRequest({ ...head, body: Buffer.concat(pieces) })
    head = undefined
    pieces = []
    state = 'head'
  }

  return {
    push: (bytes) => {
      buffer = buffer.length === 0 ? bytes : Buffer.concat([buffer, bytes])
      while (buffer.length > 0 && steps[state]());
    },
  }
}

function parseHead(text: string): Omit<ParsedRequest, 'body'> {
  const [requestLine = '', ...fields] = text.split('\r\n')
  const match = /^(\S+) (\S+) HTTP\/(1\.[01])$/.exec(requestLine)
  if (match === null) throw new Error(`not a request line: ${JSON.stringify(requestLine)}`)
  const [, method = '', url = '', httpVersion = ''] = match
  return { method, url, httpVersion, rawHeaders: fields.flatMap(parseField) }
}

function parseField(line: string): [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line)
  if (match === null) throw new Error(`not a header line: ${JSON.stringify(line)}`)
  const [, name = '', value = ''] = match
  return [name, value]
}

/** In bytes. */
function readLength(rawHeaders: readonly string[]): number | 'chunked' {
  const values = (name: string): string[] =>
    rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name)
  const lengths = values('content-length')
  const codings = values('transfer-encoding')
  if (lengths.length + codings.length > 1) throw new Error('more than one framing header')
  const [length = '0'] = lengths
  const [coding = 'chunked'] = codings
  if (coding.toLowerCase() !== 'chunked') throw new Error(`transfer-encoding: ${coding}`)
  if (!/^\d+$/.test(length)) throw new Error(`content-length: ${length}`)
  return codings.length === 1 ? 'chunked' : Number(length)
}
