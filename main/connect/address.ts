import { isLoopbackAddress, isLoopbackHost, LOOPBACK_HOSTS } from '../base/loopback.ts'

/** True when both addresses reach the same server: all names of loopback are equal. */
export function sameAddress(a: string, b: string): boolean {
  const [left, right] = [normalAddress(a), normalAddress(b)]
  return left !== undefined && left === right
}

/** The URL of a loopback address; undefined for any other address. */
export function loopbackUrl(address: string): URL | undefined {
  const url = URL.parse(address)
  return url !== null && isLoopbackHost(url.hostname) ? url : undefined
}

/** An address that is safe to display: user info, query and fragment are removed. Other values are shown as `…`. */
export function showAddress(address: string): string {
  const url = URL.parse(address)
  if (url === null || !url.protocol.startsWith('http')) return '…'
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`
}

function normalAddress(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null) return undefined
  const host = isOurName(url.hostname) ? `loopback:${url.port}` : url.host
  return `${url.protocol}//${host}${url.pathname.replace(/(?<!\/)\/+$/, '')}`
}

/** Names below `localhost` also resolve to this machine, but our server rejects them as `Host`. */
function isOurName(hostname: string): boolean {
  return LOOPBACK_HOSTS.some((name) => name === hostname) || isLoopbackAddress(hostname)
}
