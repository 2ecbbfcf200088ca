import { connectionListed, type RawHeaders } from '../proxy/headers.ts'
import type { ErrorCode } from '../../shared/errors.ts'

/*
 * Threat model. This server listens on loopback, carries the user's Anthropic credential through, and can be
 * reached by everything on the machine that can open a socket:
 *
 * - Any web page in the user's browser. It can send simple requests to 127.0.0.1 (CSRF), and after DNS rebinding
 *   read the answers too. It cannot forge `Host`, `Origin` or `Sec-Fetch-Site`, so these three decide, on every
 *   path, before a body byte is read. We send no CORS header at all.
 * - Another site on localhost (a dev server on :5173). `localhost` is a "same site" to browsers, so only our exact
 *   origin counts.
 * - A sloppy or hostile HTTP client. Whatever two parsers could read in two ways (two Host headers, no Host, an
 *   absolute target for somebody else, a Connection header that names a credential) is refused. Framing tricks
 *   are refused by Node's parser, which stays strict.
 *
 * A local process that is not a browser may use everything: it could read the same files and sockets anyway.
 */

export interface GuardRules {
  /** Values of `Host` that are us, port included. */
  hosts: Pick<ReadonlySet<string>, 'has'>
  /** Origins whose pages may use the API: our own. */
  origins: ReadonlySet<string>
}

export interface GuardedRequest {
  method: string
  url: string
  rawHeaders: RawHeaders
}

/** Beyond this, a request is an attack or a mistake; Claude Code sends about 25. */
const MOST_HEADERS = 256

const CREDENTIALS = ['authorization', 'x-api-key', 'anthropic-version', 'anthropic-beta']
/** What a page without an origin of its own (a sandboxed frame, a file) may do. A preflight only asks for more. */
const SAFE_METHODS = new Set(['GET', 'HEAD'])

/** @returns why the request is refused, or `undefined` when it may pass. */
export function guard(request: GuardedRequest, rules: GuardRules): ErrorCode | undefined {
  const { rawHeaders } = request
  if (rawHeaders.length > MOST_HEADERS * 2) return 'too_many_headers'
  const seen = collect(rawHeaders)
  if (seen.hosts !== 1 || !isOwnTarget(request.url, seen.host)) return 'bad_request_target'
  if (!rules.hosts.has(seen.host)) return 'host_not_allowed'
  if (!isOwnPage(request.method, seen, rules)) return 'origin_not_allowed'
  const listed = connectionListed(rawHeaders)
  if (listed !== undefined && CREDENTIALS.some((name) => listed.has(name))) return 'bad_connection_header'
  return undefined
}

interface Seen {
  hosts: number
  host: string
  origin: string | undefined
  site: string | undefined
}

/** Reads the raw list, because Node's header object hides all but the first of two Host headers. */
function collect(raw: RawHeaders): Seen {
  const seen: Seen = { hosts: 0, host: '', origin: undefined, site: undefined }
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (name.length !== 4 && name.length !== 6 && name.length !== 14) continue
    const lower = name.toLowerCase()
    const value = raw[i + 1] ?? ''
    if (lower === 'host') {
      seen.hosts++
      seen.host = value
    } else if (lower === 'origin') {
      // Of several, a foreign one must not hide behind ours.
      seen.origin = seen.origin === undefined ? value : 'several'
    } else if (lower === 'sec-fetch-site') {
      seen.site = seen.site === undefined ? value : 'several'
    }
  }
  return seen
}

/** Origin-form (`/path`), or absolute-form for the very host that the Host header names (RFC 9112 §3.2.2). */
function isOwnTarget(url: string, host: string): boolean {
  return url.startsWith('/') || url === '*' || url.startsWith(`http://${host}/`)
}

function isOwnPage(method: string, { origin, site }: Seen, rules: GuardRules): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (origin === undefined) return true
  if (origin === 'null') return SAFE_METHODS.has(method)
  return rules.origins.has(origin)
}
