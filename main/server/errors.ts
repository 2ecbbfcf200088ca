import type { ServerResponse } from 'node:http'
import { cutAt } from '../../shared/redact-secrets.ts'
import { type CodedIssue, toIssue } from '../../shared/coded-issue.ts'
import type { Issue } from '../../shared/coded-message.ts'
import { type AppError, errorSentence, ERRORS, type ErrorCode } from '../../shared/errors.ts'
import { inEnglish } from '../../shared/language/say.ts'
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
export function errorReply(refusal: AppError | ErrorCode, request: { url: string; id: string }): ErrorReply {
  const error = typeof refusal === 'string' ? plainError(refusal) : refusal
  const { code, message, issues } = error
  const { status, type, retry } = ERRORS[code]
  const details = error.details === undefined ? undefined : cutAt(error.details, MAX_DETAILS_CHARS)
  // Who asks for OpenAI's endpoint does not know Anthropic's envelope either (source document 004).
  const body =
    request.url.startsWith('/v1/') && code !== 'use_messages'
      ? {
          type: 'error',
          error: { type, message: withDetails(message, details) },
          request_id: request.id,
        }
      : {
          error: message,
          code,
          ...(details !== undefined && { details }),
          ...(issues.length > 0 && { issues: issues.map(toShortIssue) }),
        }
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-proxy-error': code,
    'x-should-retry': String(retry),
    ...SECURITY_HEADERS,
  }
  if (code === 'method_not_allowed') headers['allow'] = ALLOWED_METHODS
  const { retryAfterMs = code === 'draining' ? RETRY_AFTER : undefined } = error
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  return { status, headers, body: JSON.stringify(body) }
}

/** Without a stack, which would be the dearest part of refusing a flood. */
function plainError(code: ErrorCode): Pick<AppError, Told> {
  return {
    code,
    message: inEnglish(errorSentence(code)),
    issues: [],
    details: undefined,
    retryAfterMs: undefined,
  }
}

type Told = 'code' | 'message' | 'issues' | 'details' | 'retryAfterMs'

/** Values quote what the client sent. */
function toShortIssue(issue: CodedIssue): Issue {
  const { params, message, ...rest } = toIssue(issue)
  const cut = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? cutAt(value, MAX_DETAILS_CHARS) : value,
  ])
  return { ...rest, params: Object.fromEntries(cut), message: cutAt(message, MAX_DETAILS_CHARS) }
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
  // A refusal is ours: a client that does not read it is not waited for.
  res.removeAllListeners('timeout')
  const reply = errorReply(error, { url: req.url ?? '', id })
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
