/** Endpoint paths that users paste along with the base URL, because other tools expect them. */
const ENDPOINT = /\/(?:chat\/completions|completions|responses|messages|models(?:\/.{0,200})?)$/
const VERSION = /\/v\d+(?:(?:alpha|beta)\d*)?$/

/**
 * The base URL of the endpoints, with exactly one version segment:
 *
 *     https://api.openai.com                           → https://api.openai.com/v1
 *     https://api.groq.com/openai/v1/                  → https://api.groq.com/openai/v1
 *     https://openrouter.ai/api/v1/chat/completions    → https://openrouter.ai/api/v1
 *     https://open.bigmodel.cn/api/paas/v4             → https://open.bigmodel.cn/api/paas/v4
 *
 * Query, fragment and credentials are removed: keys do not belong in a URL.
 *
 * @returns undefined if it is not an http or https URL
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
