import type { Duplex } from 'node:stream'
import type { ErrorCode } from '../../shared/errors.ts'
import { errorReply } from './errors.ts'

/** What Node's parser and time limits refuse, by the code of its error; anything else is simply not HTTP. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'too_many_headers',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

const REASONS = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Headers Too Large',
}

/**
 * Answers a request that never became one, in the envelope of `/v1` because nobody knows what it wanted. Without
 * this Node would answer with a bare status line, which a client cannot tell from an upstream's.
 */
export function refuseBroken(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { isAnswering, id }: { isAnswering: boolean; id: string },
): void {
  // Bytes in the middle of another answer would be taken for its body.
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) return void socket.destroy()
  const code = CODES[error.code ?? ''] ?? 'malformed_request'
  const { status, headers, body } = errorReply(code, { url: '/v1/', id })
  const all = { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const reason = Object.hasOwn(REASONS, status) ? REASONS[status as keyof typeof REASONS] : 'Refused'
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`)
}
