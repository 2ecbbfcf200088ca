import { isLoopbackAddress, isLoopbackHost, LOOPBACK_HOSTS } from '../base/loopback.ts'

/** Whether two addresses lead to the same server. Loopback has several names. */
export function sameAddress(a: string, b: string): boolean {
  const [left, right] = [normalAddress(a), normalAddress(b)]
  return left !== undefined && left === right
}

/** The address of something on this machine; undefined for any other. */
export function loopbackUrl(address: string): URL | undefined {
  const url = URL.parse(address)
  return url !== null && isLoopbackHost(url.hostname) ? url : undefined
}

/** An address as it may be shown: without user info, query and fragment. Of anything else only that it is there. */
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

/** Names below `localhost` lead to this machine, too, but our server refuses them as `Host`. */
function isOurName(hostname: string): boolean {
  return LOOPBACK_HOSTS.some((name) => name === hostname) || isLoopbackAddress(hostname)
}
