/** Flat `[name, value, name, value, …]`, as Node and undici give and take raw headers: order, case, repeats kept. */
export type RawHeaders = readonly string[]

/** RFC 9110 §7.6.1 and its relatives in the field. These belong to one connection, never to the message. */
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

/** Set anew for the upstream, answered by Node itself, or a browser's private matter. */
const NOT_FORWARDED = new Set([
  'host',
  'content-length',
  'expect',
  'origin',
  'referer',
  'cookie',
  // Its companion in RFC 2965, which some servers still read.
  'cookie2',
  // Ours, also where its value is mistyped or no longer valid.
  'x-proxy-api-key',
])

/** Would widen what a service worker from `/v1` controls to the whole origin. It means nothing to a program. */
const NOT_RETURNED = new Set(['service-worker-allowed'])

/**
 * The client's headers as the upstream gets them: an open list, `anthropic-beta` and credentials included.
 *
 * @param options.defaults names (lower case) and values that are added where the client sent none
 * @param options.drop names (lower case) that stay here: those that carry our own key
 */
export function toUpstreamHeaders(
  raw: RawHeaders,
  options: { defaults: Readonly<Record<string, string>>; drop: readonly string[] },
): string[] {
  const listed = connectionListed(raw)
  const missing = new Map(Object.entries(options.defaults))
  const headers: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || NOT_FORWARDED.has(lower)) continue
    if (listed?.has(lower) || options.drop.includes(lower) || lower.startsWith('sec-fetch-')) continue
    headers.push(name, raw[i + 1] ?? '')
    missing.delete(lower)
  }
  for (const [name, value] of missing) headers.push(name, value)
  return headers
}

/**
 * The upstream's headers as the client gets them. `content-length` and `content-encoding` stay, because the bytes
 * stay.
 */
export function toClientHeaders(raw: RawHeaders): string[] {
  const listed = connectionListed(raw)
  const headers: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    const lower = name.toLowerCase()
    if (!HOP_BY_HOP.has(lower) && !NOT_RETURNED.has(lower) && !listed?.has(lower))
      headers.push(name, raw[i + 1] ?? '')
  }
  return headers
}

/** The names that `Connection` declares to be hop-by-hop; `undefined` where it only says close or keep-alive. */
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
