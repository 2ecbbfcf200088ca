import type { Socket } from 'node:net'

/** Longer heads are left to the HTTP client, which rejects them. In bytes. */
const MAX_HEAD_BYTES = 64 * 1024

/**
 * Maximum interim responses per request. An upstream that sends them endlessly would keep the main thread busy for as
 * long as the client waits; real ones send a few, or one per second (`102 Processing`).
 */
const MAX_INTERIM = 5_000

type Done = (error?: Error | null) => void

const CR = 0x0d
const LF = 0x0a

/**
 * Removes interim responses (RFC 9110 §15.2) from the data a connection receives. A client must be able to parse them
 * even if it did not request any, but undici rejects `100 Continue` (`onHeadersComplete` in client-h1.js, 8.12). A
 * `101` passes: it ends HTTP on the connection, and undici rejects it.
 *
 * Cost: one check of the status line per response. Any write to the socket begins a request; a connection carries one
 * request at a time (`pipelining: 1`).
 */
export function skipInterimResponses(socket: Socket): void {
  const push = socket.push.bind(socket)
  const write = socket.write.bind(socket)
  /** True from a request to the first byte of its final response. */
  let isExpecting = false
  /** The beginning of a response that cannot be classified yet. */
  let held: Buffer | undefined
  /** Interim responses since the request began. */
  let interim = 0

  const receive = (chunk: Buffer): boolean => {
    const bytes = held === undefined ? chunk : Buffer.concat([held, chunk])
    held = undefined
    const { verdict, from, skipped } = judge(bytes)
    interim += skipped
    if (interim > MAX_INTERIM) {
      socket.destroy(new Error('too many interim responses'))
      return false
    }
    const rest = from === 0 ? bytes : bytes.subarray(from)
    isExpecting = verdict === 'more'
    if (verdict === 'final') return push(rest)
    // Copied, because the chunk may be part of a reused buffer.
    held = rest.length === 0 ? undefined : Buffer.from(rest)
    return true
  }
  socket.push = (chunk: unknown, encoding) => {
    if (isExpecting && Buffer.isBuffer(chunk)) return receive(chunk)
    // When a connection ends, held bytes are delivered, so that the HTTP client sees the truncated response.
    if (held !== undefined) push(held)
    held = undefined
    return push(chunk, encoding)
  }
  socket.write = (chunk: Uint8Array | string, second?: BufferEncoding | Done, third?: Done) => {
    isExpecting = true
    interim = 0
    if (typeof second === 'function') return write(chunk, second)
    return write(chunk, second, third)
  }
}

interface Judgement {
  /** `final`: the rest passes. `more`: the rest is held until more bytes arrive. */
  verdict: 'final' | 'more'
  /** Start of the rest. */
  from: number
  /** Number of interim responses before it. */
  skipped: number
}

/** Finds the first byte that is not part of an interim response. */
function judge(bytes: Buffer): Judgement {
  let from = 0
  for (let skipped = 0; ; skipped++) {
    // Empty lines before a status line are ignored, as in undici's parser.
    while (bytes[from] === CR || bytes[from] === LF) from++
    const kind = statusKind(bytes, from)
    const end = kind === 'interim' ? headEnd(bytes, from) : -1
    if (end === -1) return { verdict: isJudged(bytes, { from, kind }) ? 'final' : 'more', from, skipped }
    from = end
  }
}

type StatusKind = 'interim' | 'final' | 'not-http' | 'unknown'

/** A final status line passes only when complete: undici loses the reason phrase of a split one (`onStatus`). */
function isJudged(bytes: Buffer, { from, kind }: { from: number; kind: StatusKind }): boolean {
  if (kind === 'not-http' || bytes.length - from > MAX_HEAD_BYTES) return true
  return kind === 'final' && bytes.includes(LF, from)
}

const STATUS_LINE = 'HTTP/1.x xxx'

/** Classifies as much of `HTTP/1.1 200` as has arrived. */
function statusKind(bytes: Buffer, from: number): StatusKind {
  const length = Math.min(bytes.length - from, STATUS_LINE.length)
  for (let i = 0; i < length; i++) {
    const byte = bytes[from + i] ?? 0
    const isDigit = byte >= 0x30 && byte <= 0x39
    if (STATUS_LINE[i] === 'x' ? !isDigit : byte !== STATUS_LINE.charCodeAt(i)) return 'not-http'
  }
  if (length < STATUS_LINE.length) return 'unknown'
  const status = bytes.toString('latin1', from + 9, from + 12)
  return status.startsWith('1') && status !== '101' ? 'interim' : 'final'
}

/** The index after the empty line that ends a head, or -1. Lines may end in a bare LF (RFC 9112 §2.2). */
function headEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return -1
}
