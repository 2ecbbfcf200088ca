import { connectionListed, type RawHeaders } from '../../proxy/headers.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import { isV1Path } from './is-v1-path.ts'

/*
 * Threat model. This server listens on loopback, forwards the user's Anthropic credential, and can be reached by
 * everything on the machine that can open a socket:
 *
 * - Any web page in the user's browser. It can send simple requests to 127.0.0.1 (CSRF), and after DNS rebinding read
 *   the responses too. It can't forge `Host`, `Origin` or `Sec-Fetch-Site`, so these three decide, on every path,
 *   before a body byte is read. The API sends no CORS headers.
 * - Another site on localhost (a dev server on :5173). Browsers treat `localhost` as same-site, so only our exact
 *   origin is accepted.
 * - A link to `/v1/…`, in a chat, a mail or a model's output. An upstream's response there would be a page of the
 *   dashboard's own origin, with its rights, even permanently (a service worker). So browsers get nothing from `/v1`,
 *   including our own pages, which never request it.
 * - A sloppy or hostile HTTP client. Anything that two parsers could read differently (two Host headers, no Host, an
 *   absolute target for another host, a Connection header that names a credential) is refused. Node's strict parser
 *   refuses framing tricks.
 *
 * A local process that is not a browser may use everything: it could read the same files and sockets anyway.
 */

export interface GuardRules {
  /** Accepted values of `Host`, port included. */
  hosts: Pick<ReadonlySet<string>, 'has'>
  /** Origins whose pages may use the API: only our own. */
  origins: Pick<ReadonlySet<string>, 'has'>
}

export interface GuardedRequest {
  method: string
  url: string
  rawHeaders: RawHeaders
}

/** Maximum number of headers. Claude Code sends about 25. */
const MAX_HEADERS = 256

const CREDENTIALS = ['authorization', 'x-api-key', 'anthropic-version', 'anthropic-beta']
/** Methods for pages with an opaque origin (a sandboxed frame, a file). A preflight only leads to other methods. */
const SAFE_METHODS = new Set(['GET', 'HEAD'])

/** @returns the reason for refusing the request, or `undefined` when it may pass. */
export function guard(request: GuardedRequest, rules: GuardRules): ErrorCode | undefined {
  const { rawHeaders } = request
  if (rawHeaders.length > MAX_HEADERS * 2) return 'too_many_headers'
  const seen = collect(rawHeaders)
  if (seen.hosts !== 1 || !isOwnTarget(request.url, seen.host)) return 'bad_request_target'
  if (!rules.hosts.has(seen.host)) return 'host_not_allowed'
  if (!isOwnPage(request.method, seen, rules)) return 'origin_not_allowed'
  if (seen.isWorkerScript || (comesFromBrowser(seen) && isV1Path(request.url))) return 'origin_not_allowed'
  const listed = connectionListed(rawHeaders)
  if (listed !== undefined && CREDENTIALS.some((name) => listed.has(name))) return 'bad_connection_header'
  return undefined
}

interface Seen {
  hosts: number
  host: string
  origin: string | undefined
  site: string | undefined
  mode: string | undefined
  dest: string | undefined
  /** A browser fetches a service worker's script. We have none. */
  isWorkerScript: boolean
  /** Sent with navigations only, also by browsers without `Sec-Fetch-*`. */
  isNavigation: boolean
}

/** Reads the raw list, because Node's header object hides all but the first of two Host headers. */
function collect(raw: RawHeaders): Seen {
  const seen: Seen = { ...NOTHING_SEEN }
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (!LENGTHS.has(name.length)) continue
    const value = raw[i + 1] ?? ''
    switch (name.toLowerCase()) {
      case 'host':
        seen.hosts++
        seen.host = value
        break
      case 'origin':
        seen.origin = single(seen.origin, value)
        break
      case 'sec-fetch-site':
        seen.site = single(seen.site, value)
        break
      case 'sec-fetch-mode':
        seen.mode = single(seen.mode, value)
        break
      case 'sec-fetch-dest':
        seen.dest = single(seen.dest, value)
        break
      case 'service-worker':
        seen.isWorkerScript = true
        break
      case 'sec-fetch-user':
      case 'upgrade-insecure-requests':
        seen.isNavigation = true
    }
  }
  return seen
}

const NOTHING_SEEN: Readonly<Seen> = {
  hosts: 0,
  host: '',
  origin: undefined,
  site: undefined,
  mode: undefined,
  dest: undefined,
  isWorkerScript: false,
  isNavigation: false,
}

/** Lengths of the names in `collect`, so that most headers need no further comparison. */
const LENGTHS = new Set(
  ['host', 'origin', 'sec-fetch-site', 'service-worker', 'upgrade-insecure-requests'].map(
    (name) => name.length,
  ),
)

/** Joins repeated values, so that a foreign one can't hide behind ours. */
function single(before: string | undefined, value: string): string {
  return before === undefined ? value : 'several'
}

/** Origin-form (`/path`), or absolute-form for the host in the Host header (RFC 9112 §3.2.2). */
function isOwnTarget(url: string, host: string): boolean {
  return url.startsWith('/') || url === '*' || url.startsWith(`http://${host}/`)
}

function isOwnPage(method: string, { origin, site }: Seen, rules: GuardRules): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (origin === undefined) return true
  if (origin === 'null') return SAFE_METHODS.has(method)
  return rules.origins.has(origin)
}

/** Modes that programs send too: `cors` by Node's `fetch`, `no-cors` by Electron's `net.fetch`. */
const FETCH_MODES: ReadonlySet<string | undefined> = new Set(['cors', 'no-cors', 'same-origin'])

/**
 * True for navigations, subresources, workers and the `fetch` of any page. `Sec-Fetch-Site: none` alone doesn't mean a
 * page: Electron programs send it with the destination `empty`, which no navigation has.
 */
function comesFromBrowser({ origin, site, mode, dest, isNavigation }: Seen): boolean {
  if (isNavigation || origin !== undefined) return true
  if (mode !== undefined && !FETCH_MODES.has(mode)) return true
  if (dest !== undefined && dest !== 'empty') return true
  return site !== undefined && !(site === 'none' && dest === 'empty' && FETCH_MODES.has(mode))
}
