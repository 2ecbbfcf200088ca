import type { FakeMessage } from './fake-message.ts'

/** Behaviour of the fake upstream for one request. Plain data, so that a test reads as a description of the fault. */
export type Reply = MessageReply | EventsReply | HttpReply | RawReply

/** A message in the request's format: SSE if it requested a stream, otherwise JSON. */
export interface MessageReply extends Transport {
  kind: 'message'
  message: FakeMessage
  sse?: SseStyle
}

/** Any SSE events, regardless of the request; order and content may be invalid. */
export interface EventsReply extends Transport {
  kind: 'events'
  events: readonly SseEvent[]
  sse?: SseStyle
}

/** Any status with any body. */
export interface HttpReply extends Transport {
  kind: 'http'
  status: number
  body: string | Buffer
}

/** Bytes and socket actions exactly as given, valid HTTP or not. */
export interface RawReply {
  kind: 'raw'
  steps: readonly WireStep[]
}

/** Delivery of a reply's bytes. The defaults are those of a healthy server. */
export interface Transport {
  /** Delay from the request's last byte to the response's first byte, in ms. */
  headersAfterMs?: number
  /** Statuses of interim (1xx) responses sent before the final one. */
  interim?: readonly number[]
  /** Added after the default headers; replaces a header of the same name. */
  headers?: Readonly<Record<string, string>>
  /** Applied to the body and announced in `content-encoding`. */
  coding?: 'gzip' | 'br' | 'zstd' | 'deflate'
  /** Default: `chunked` for SSE, `length` otherwise. `close` ends the body with the connection. */
  framing?: 'chunked' | 'length' | 'close'
  /** Added to the real body size in `content-length`, to make it wrong. Only with `framing: 'length'`. */
  lengthError?: number
  /** One write for the whole body, for each event, or for each byte. Default: for each event. */
  writes?: 'whole' | 'event' | 'byte'
  /** Delay before each write but the first, in ms. Default 0. */
  gapMs?: number
  /** Ends the body early. */
  cut?: Cut
}

export interface Cut {
  /** Number of complete writes (see `Transport.writes`); `Infinity` sends the body without its terminator. */
  afterWrites: number
  /**
   * `end`: the body stops early but is framed as complete. `fin`: the connection closes without the body's terminator.
   * `reset`: TCP RST. `silence` and `pings`: the socket stays open, without data or with pings only.
   */
  how: 'end' | 'fin' | 'reset' | 'silence' | 'pings'
  /** Interval of pings, in ms. Default 1000. */
  pingEveryMs?: number
}

export interface SseEvent {
  event: string
  data: string
}

/** Spelling of events: either legal SSE, or a fault seen in practice. */
export interface SseStyle {
  /** Default: LF. */
  lineEnd?: 'lf' | 'crlf' | 'cr'
  /** False omits the `event:` lines. */
  eventLines?: boolean
  /** False omits the blank line between events. */
  blankLines?: boolean
  /** False writes `data:{…}` without the optional space. */
  space?: boolean
  /** A comment line before every event. */
  comments?: boolean
}

export type WireStep =
  | { step: 'write'; bytes: Buffer }
  | { step: 'wait'; ms: number }
  /** Writes `bytes` every `everyMs` until the client disconnects. */
  | { step: 'repeat'; bytes: Buffer; everyMs: number }
  /** Sends nothing until the client disconnects. */
  | { step: 'silence' }
  | { step: 'fin' }
  | { step: 'reset' }
