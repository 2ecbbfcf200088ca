/** Endpoints that people paste along with the address, because other tools want them there. */
const ENDPOINT = /\/(?:chat\/completions|completions|responses|messages|models(?:\/.{0,200})?)$/
const VERSION = /\/v\d+(?:(?:alpha|beta)\d*)?$/

/**
 * The address that endpoints are added to: with a version, and not with two (SPEC §5.1).
 *
 *     https://api.openai.com                           → https://api.openai.com/v1
 *     https://api.groq.com/openai/v1/                  → https://api.groq.com/openai/v1
 *     https://openrouter.ai/api/v1/chat/completions    → https://openrouter.ai/api/v1
 *     https://open.bigmodel.cn/api/paas/v4             → https://open.bigmodel.cn/api/paas/v4
 *
 * Query, fragment and credentials are dropped: a key has no place in an address.
 *
 * @returns undefined when it is no http or https address
 */
export function joinBaseUrl(address: string, version: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, origin, pathname } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  const path = trimSlash(trimSlash(pathname).replace(ENDPOINT, ''))
  return origin + (VERSION.test(path) ? path : path + version)
}

function trimSlash(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '')
}
