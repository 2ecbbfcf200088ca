import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import { REFUSED } from '../../proxy/read-body.ts'
import { endSocket } from './end-socket.ts'
import { errorReply } from '../errors.ts'
import type { PendingResponses } from './pending-responses.ts'

/** Errors of Node's parser and of the time limits, by code; every other error means that the bytes aren't HTTP. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'too_many_headers',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

/** The parser's code for an end of the stream in the middle of a message. */
const CUT_SHORT = 'HPE_INVALID_EOF_STATE'

const REASONS = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Headers Too Large',
}

export interface BrokenRequests {
  /**
   * Ends a connection because of invalid input. Pending responses are finished first.
   *
   * @param cause the code of Node's error
   */
  refuse: (socket: Duplex, cause: string | undefined) => void
  /** True once further bytes on a connection no longer become requests. */
  isRefused: (socket: Duplex) => boolean
}

/**
 * Ends connections whose bytes aren't, or don't become, a request. A broken request that follows others waits for their
 * responses, which stay whole (RFC 9112 §9.3.2), and gets none itself: the client learns of the close from our FIN, or
 * knows already. A broken first request gets an error, in the envelope of `/v1` because its path is unknown. Node's
 * default would be a bare status line, which looks like an upstream's.
 */
export function createBrokenRequests(deps: {
  pending: PendingResponses
  newId: () => string
}): BrokenRequests {
  const refused = new WeakSet<Duplex>()

  /** @param isCut the client ended its side in the middle of a request: it left, though it may still read the reply */
  function finish(socket: Duplex, code: ErrorCode | undefined, isCut: boolean): void {
    const [first, ...others] = deps.pending.of(socket)
    if (socket.destroyed) return
    const reply = code && toReply(code, deps.newId())
    if (first === undefined) return endSocket(socket, reply)
    const isLast = others.length === 0
    if (isLast && isIncomplete(first)) {
      // The rest of its body must not complete it into a request that is sent upstream, and billed.
      first.req.removeAllListeners('data').removeAllListeners('end')
      // Without this, the body's reader would take the close for a cancellation by the client.
      if (code !== undefined && !isCut) first.req.emit(REFUSED, new AppError(code))
      return endSocket(socket, reply)
    }
    first.once('close', () => finish(socket, isLast ? undefined : code, isCut))
  }

  return {
    isRefused: (socket) => refused.has(socket) || socket.writableEnded,
    refuse(socket, cause) {
      const owed = deps.pending.of(socket)
      // A client that has also ended its side has disconnected (see `createConnections`).
      const hasLeft = socket.readableEnded && (refused.has(socket) || owed.some((res) => !isIncomplete(res)))
      if (cause === 'ECONNRESET' || hasLeft) return void socket.destroy()
      // Each further chunk of broken bytes raises another error.
      if (refused.has(socket) || socket.writableEnded) return
      refused.add(socket)
      const last = owed.at(-1)
      const isOwn = last === undefined || isIncomplete(last)
      // Node then announces the close, unless the headers are sent already.
      if (!isOwn && !last.headersSent) last.shouldKeepAlive = false
      finish(socket, isOwn ? (CODES[cause ?? ''] ?? 'malformed_request') : undefined, cause === CUT_SHORT)
    },
  }
}

/** True if the broken bytes belong to this request and its response hasn't started. */
function isIncomplete(res: ServerResponse): boolean {
  return !res.req.complete && !res.headersSent
}

function toReply(code: ErrorCode, id: string): string {
  const { status, headers, body } = errorReply(code, { url: '/v1/', id })
  const all = { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const reason = Object.hasOwn(REASONS, status) ? REASONS[status as keyof typeof REASONS] : 'Refused'
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`
}
