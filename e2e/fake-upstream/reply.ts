import type { FakeMessage } from './fake-message.ts'

/** What the fake upstream does with one request. Plain data, so that a test reads as a description of the fault. */
export type Reply = MessageReply | EventsReply | HttpReply | RawReply

/** A message in the format of the request, as SSE when it asked for a stream and as JSON when it did not. */
export interface MessageReply extends Transport {
  kind: 'message'
  message: FakeMessage
  sse?: SseStyle
}

/** Any SSE events, whatever the request asked for: the order and content need not make sense. */
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

/** Bytes and socket actions exactly as given, outside of HTTP where wanted. */
export interface RawReply {
  kind: 'raw'
  steps: readonly WireStep[]
}

/** How a reply's bytes travel. The defaults are those of a healthy server. */
export interface Transport {
  /** Wait between the request's last byte and the first byte of the answer, in ms. */
  headersAfterMs?: number
  /** Statuses of interim (1xx) responses sent before the real one. */
  interim?: readonly number[]
  /** Added after the default headers; a name that is already there is replaced. */
  headers?: Readonly<Record<string, string>>
  /** Really applied to the body and announced in `content-encoding`. */
  coding?: 'gzip' | 'br' | 'zstd' | 'deflate'
  /** Default: `chunked` for SSE, `length` otherwise. `close` ends the body with the connection. */
  framing?: 'chunked' | 'length' | 'close'
  /** Added to the true body size in `content-length`, so that it lies. Only with `framing: 'length'`. */
  lengthError?: number
  /** One write for the whole body, one per event, or one per byte. Default: one per event. */
  writes?: 'whole' | 'event' | 'byte'
  /** Wait before each write but the first, in ms. Default 0. */
  gapMs?: number
  /** Ends the body before its time. */
  cut?: Cut
}

export interface Cut {
  /** How many writes (see `Transport.writes`) are sent whole; `Infinity` sends the body but not its terminator. */
  afterWrites: number
  /**
   * `end`: the body stops early but is framed as if it were whole. `fin`: the connection closes without the
   * body's terminator. `reset`: TCP RST. `silence` and `pings`: the socket stays open and says nothing, or only pings.
   */
  how: 'end' | 'fin' | 'reset' | 'silence' | 'pings'
  /** Wait between pings, in ms. Default 1000. */
  pingEveryMs?: number
}

export interface SseEvent {
  event: string
  data: string
}

/** How events are spelled. Every spelling here is either legal SSE or a fault seen in the wild. */
export interface SseStyle {
  /** Default LF. */
  lineEnd?: 'lf' | 'crlf' | 'cr'
  /** False leaves out the `event:` lines. */
  eventLines?: boolean
  /** False leaves out the blank line between events. */
  blankLines?: boolean
  /** False writes `data:{…}` without the optional space. */
  space?: boolean
  /** A comment line before every event. */
  comments?: boolean
}

export type WireStep =
  | { step: 'write'; bytes: Buffer }
  | { step: 'wait'; ms: number }
  /** Writes `bytes` every `everyMs` until the client leaves. */
  | { step: 'repeat'; bytes: Buffer; everyMs: number }
  /** Says nothing until the client leaves. */
  | { step: 'silence' }
  | { step: 'fin' }
  | { step: 'reset' }
