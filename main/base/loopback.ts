import ipaddr from 'ipaddr.js'

/** The addresses that a loopback server listens on, one per family. */
export const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1'] as const

/** The URL hosts that reach the same server. */
export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'] as const

/** IPv4 (all of 127.0.0.0/8) or IPv6 without brackets; IPv4-mapped IPv6 addresses count. */
export function isLoopbackAddress(address: string): boolean {
  if (address === '127.0.0.1' || address === '::1') return true
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}

/**
 * Takes the hostname of a URL, or an address without brackets. Names below `localhost` are loopback, too (RFC 6761).
 */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name)
}
