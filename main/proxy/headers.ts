import { memoizeText } from '../base/memoize-text.ts'

/** Flat `[name, value, name, value, …]`, the raw header format of Node and undici: order, case and repeats are kept. */
export type RawHeaders = readonly string[]

/** Hop-by-hop headers of RFC 9110 §7.6.1 and similar ones in use. They belong to one connection, not to the message. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'trailers',
  'transfer-encoding',
  'upgrade',
])

/** Recomputed for the upstream, handled by Node itself, or private to a browser. */
const NOT_FORWARDED = new Set([
  'host',
  'content-length',
  'expect',
  'origin',
  'referer',
  'cookie',
  // The companion of `Cookie` in RFC 2965, which some servers still read.
  'cookie2',
  // Ours, even if its value is mistyped or no longer valid.
  'x-proxy-api-key',
])

/** Would extend the scope of a service worker from `/v1` to the whole origin. Not needed by API clients. */
const NOT_RETURNED = new Set(['service-worker-allowed'])

/** Number of remembered header names: requests and responses repeat the same few. */
const MAX_NAMES = 500

const describeName = memoizeText(
  (name) => {
    const lower = name.toLowerCase()
    const isEndToEnd = !HOP_BY_HOP.has(lower)
    return {
      lower,
      isForwarded: isEndToEnd && !NOT_FORWARDED.has(lower) && !lower.startsWith('sec-fetch-'),
      isReturned: isEndToEnd && !NOT_RETURNED.has(lower),
    }
  },
  { max: MAX_NAMES },
)

/**
 * The client's headers as sent upstream: not limited to known names, includes `anthropic-beta` and credentials.
 *
 * @param options.defaults names (lower case) and values to add if the client sent none
 * @param options.drop names (lower case) to remove: those that carry our own key
 */
export function toUpstreamHeaders(
  raw: RawHeaders,
  { defaults, drop }: { defaults: Readonly<Record<string, string>>; drop: readonly string[] },
): string[] {
  const listed = connectionListed(raw)
  const headers: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    const { lower, isForwarded } = describeName(name)
    if (isForwarded && !listed?.has(lower) && !drop.includes(lower)) headers.push(name, raw[i + 1] ?? '')
  }
  for (const [name, value] of Object.entries(defaults))
    if (headerValue(headers, name) === undefined) headers.push(name, value)
  return headers
}

/**
 * The upstream's headers as sent to the client. `content-length` and `content-encoding` stay, because the bytes are
 * unchanged.
 */
export function toClientHeaders(raw: RawHeaders): string[] {
  const listed = connectionListed(raw)
  const headers: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    const { lower, isReturned } = describeName(name)
    if (isReturned && !listed?.has(lower)) headers.push(name, raw[i + 1] ?? '')
  }
  return headers
}

/** The names that `Connection` declares to be hop-by-hop; undefined if it only says close or keep-alive. */
export function connectionListed(raw: RawHeaders): Set<string> | undefined {
  let listed: Set<string> | undefined
  for (let i = 0; i + 1 < raw.length; i += 2) {
    if (raw[i]?.length !== 10 || raw[i]?.toLowerCase() !== 'connection') continue
    const value = raw[i + 1] ?? ''
    if (value === 'keep-alive' || value === 'close') continue
    listed ??= new Set()
    for (const name of value.split(',')) listed.add(name.trim().toLowerCase())
  }
  return listed
}

/** The first value of a header, by its lower-case name. */
export function headerValue(raw: RawHeaders, name: string): string | undefined {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    if (raw[i]?.length === name.length && raw[i]?.toLowerCase() === name) return raw[i + 1]
  }
  return undefined
}
