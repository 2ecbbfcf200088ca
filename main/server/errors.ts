import type { ServerResponse } from 'node:http'
import { cutAt } from '../../shared/redact-secrets.ts'
import { type AppError, ERRORS, type ErrorCode } from '../../shared/errors.ts'
import { ALLOWED_METHODS } from '../proxy/gateway-rules.ts'
import { SECURITY_HEADERS } from '../../shared/security-headers.ts'

/** Details quote what the client sent, which may be megabytes. In characters. */
const MAX_DETAILS_CHARS = 2_000

/** When a client that was refused by a drain should come back, in ms. */
const RETRY_AFTER = 5_000

/**
 * How one of our own errors looks on the wire. `/v1` speaks Anthropic's envelope, everything else the flat
 * `{ error }` of the dashboard API. `x-proxy-error` tells it from an upstream's error, `x-should-retry` is what
 * Claude Code's SDK decides by.
 */
export function errorReply(
  code: ErrorCode,
  request: { url: string; id: string; details?: string | undefined; retryAfterMs?: number | undefined },
): ErrorReply {
  const { status, type, message, retry } = ERRORS[code]
  const details = request.details === undefined ? undefined : cutAt(request.details, MAX_DETAILS_CHARS)
  // Who asks for OpenAI's endpoint does not know Anthropic's envelope either (source document 004).
  const body =
    request.url.startsWith('/v1/') && code !== 'use_messages'
      ? {
          type: 'error',
          error: { type, message: withDetails(message, details) },
          request_id: request.id,
        }
      : { error: message, ...(details !== undefined && { details }) }
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-proxy-error': code,
    'x-should-retry': String(retry),
    ...SECURITY_HEADERS,
  }
  if (code === 'method_not_allowed') headers['allow'] = ALLOWED_METHODS
  const { retryAfterMs = code === 'draining' ? RETRY_AFTER : undefined } = request
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  return { status, headers, body: JSON.stringify(body) }
}

/** Anthropic's envelope has one text for both. */
function withDetails(message: string, details: string | undefined): string {
  return details === undefined ? message : `${message} ${details}`
}

export interface ErrorReply {
  status: number
  headers: Record<string, string>
  body: string
}

/** How long a client may go on sending a body that nobody wants before its connection is closed, in ms. */
const LINGER = 2_000

/**
 * Answers with one of our own errors. When the request body is still coming, the connection stays open for a
 * moment: closing over unread bytes would reset it, and the client would never see the answer.
 */
export function replyError(res: ServerResponse, error: AppError | ErrorCode, id: string): void {
  if (res.headersSent || res.destroyed) return
  const { req } = res
  const { code, details, retryAfterMs } =
    typeof error === 'string' ? { code: error, details: undefined, retryAfterMs: undefined } : error
  // A refusal is ours: a client that does not read it is not waited for.
  res.removeAllListeners('timeout')
  const reply = errorReply(code, { url: req.url ?? '', id, details, retryAfterMs })
  const unread = !req.complete
  res.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
    ...(unread && { connection: 'close' }),
  })
  if (!unread) return void res.end(reply.body)

  res.write(reply.body)
  const timer = setTimeout(() => res.end(), LINGER)
  req.once('end', () => res.end())
  res.once('close', () => clearTimeout(timer))
  req.resume()
}
