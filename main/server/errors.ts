import type { ServerResponse } from 'node:http'
import { cutAt } from '../../shared/redact-secrets.ts'
import { type CodedIssue, toIssue } from '../../shared/coded-issue.ts'
import type { Issue } from '../../shared/coded-message.ts'
import { type AppError, errorSentence, ERRORS, type ErrorCode } from '../../shared/errors.ts'
import { inEnglish } from '../../shared/language/say.ts'
import { ALLOWED_METHODS } from '../proxy/gateway-rules.ts'
import { SECURITY_HEADERS } from '../../shared/security-headers.ts'

/** Limit of details in characters. They quote client input, which may be megabytes. */
const MAX_DETAILS_CHARS = 2_000

/** Retry delay sent to clients that a drain refused, in ms. */
const RETRY_AFTER = 5_000

/**
 * Renders one of our own errors. `/v1` uses Anthropic's error envelope, everything else the flat `{ error }` of the
 * dashboard API. `x-proxy-error` marks it as ours rather than the upstream's; Claude Code's SDK decides by
 * `x-should-retry`.
 */
export function errorReply(refusal: AppError | ErrorCode, request: { url: string; id: string }): ErrorReply {
  const error = typeof refusal === 'string' ? plainError(refusal) : refusal
  const { code, message, issues } = error
  const { status, type, retry } = ERRORS[code]
  const details = error.details === undefined ? undefined : cutAt(error.details, MAX_DETAILS_CHARS)
  // Clients of OpenAI's endpoint can't read Anthropic's envelope.
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

/** Skips the stack trace, the most expensive part of refusing a flood of requests. */
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

/** Truncates values, because they quote client input. */
function toShortIssue(issue: CodedIssue): Issue {
  const { params, message, ...rest } = toIssue(issue)
  const cut = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? cutAt(value, MAX_DETAILS_CHARS) : value,
  ])
  return { ...rest, params: Object.fromEntries(cut), message: cutAt(message, MAX_DETAILS_CHARS) }
}

/** Anthropic's envelope has a single text field for both. */
function withDetails(message: string, details: string | undefined): string {
  return details === undefined ? message : `${message} ${details}`
}

export interface ErrorReply {
  status: number
  headers: Record<string, string>
  body: string
}

/** Maximum time to read and drop an unwanted request body before the connection is closed, in ms. */
const LINGER = 2_000

/**
 * Sends one of our own errors. While the request body is still arriving, the connection stays open for a moment:
 * closing over unread bytes resets it, and the client would never see the response.
 */
export function replyError(res: ServerResponse, error: AppError | ErrorCode, id: string): void {
  if (res.headersSent || res.destroyed) return
  const { req } = res
  // Our own errors keep the default timeout: we don't wait for a client that doesn't read.
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
