import type { IncomingMessage } from 'node:http'
import type { ErrorCode } from '../../shared/errors.ts'
import type { RawHeaders } from './headers.ts'

/** Methods that are forwarded to an upstream. */
export const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/**
 * The reason not to forward a request, by the rules for gateways (RFC 9110, 9112); undefined if it may be forwarded.
 */
export function refuseForward(
  { method, url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  pseudonym: string,
): ErrorCode | undefined {
  // RFC 9110 §7.6.3: our own pseudonym in Via means that the request loops.
  if (headers.via?.includes(pseudonym) === true) return 'upstream_is_self'
  // RFC 9110 §9.3.8: the response to TRACE echoes the request, credentials included.
  if (method === 'TRACE') return 'method_not_allowed'
  // RFC 9112 §6.1: Node decodes only `chunked`, so the upstream would get an encoded body without a label.
  const coding = headers['transfer-encoding']
  if (coding !== undefined && !isChunkedOnly(coding)) return 'transfer_coding'
  return hasDotSegments(url) ? 'bad_request_target' : undefined
}

/** True if `chunked` is the message's only transfer coding. */
export function isChunkedOnly(transferEncoding: string): boolean {
  const coding = transferEncoding.trim().toLowerCase()
  return coding === 'chunked' || coding === 'identity'
}

/** Number of times a path is decoded: an upstream behind a gateway may decode it again. */
const MAX_DECODINGS = 2

/**
 * True for a path that could escape the base path of the upstream's address, however the server parses it: `/v1/../x`,
 * `/v1/%2e%2e/x`, `/v1/..%2fx`, `/v1/..\x`, `/v1/..;a/x`, `/v1/%252e%252e/x`.
 *
 * @internal exported for its test
 */
export function hasDotSegments(target: string): boolean {
  const mark = target.indexOf('?')
  let path = (mark === -1 ? target : target.slice(0, mark)).toLowerCase()
  if (!path.includes('.') && !path.includes('%')) return false
  for (let i = 0; i <= MAX_DECODINGS; i++) {
    if (path.split(/[/\\]/).some((segment) => /^\.\.(?:[;#\0-\x20]|$)/.test(segment))) return true
    if (!path.includes('%')) return false
    path = path.replaceAll(/%(?:2[ef35]|5c|3b|0[0-9a-f])/g, (code) =>
      String.fromCharCode(parseInt(code.slice(1), 16)),
    )
  }
  return false
}

/** `Max-Forwards` of an OPTIONS request (RFC 9110 §7.6.2). Undefined if missing or not a number. */
export function maxForwards({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): number | undefined {
  const value = headers['max-forwards']
  return method === 'OPTIONS' && typeof value === 'string' && /^\d{1,9}$/.test(value)
    ? Number(value)
    : undefined
}

/** Returns the headers with `Max-Forwards` decremented. */
export function countForward(raw: RawHeaders, left: number): string[] {
  return raw.map((part, i) =>
    raw[i - 1]?.toLowerCase() === 'max-forwards' && i % 2 === 1 ? String(left - 1) : part,
  )
}
