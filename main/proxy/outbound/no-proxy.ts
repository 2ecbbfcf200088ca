import ipaddr from 'ipaddr.js'
import { isLoopbackHost } from '../../base/loopback.ts'

/** The target of a connection: a name or an IP address without brackets, and a port. */
export interface Endpoint {
  hostname: string
  port: number
}

/**
 * Parses a `NO_PROXY` list. Entries are separated by commas or spaces, case-insensitive, each with an optional `:port`:
 *
 *     *                 everything
 *     example.com       that name and all below it
 *     .example.com      all names that end so
 *     *example.com      the same, dot or not
 *     10.1.2.3, [::1]   that address
 *     10.0.0.0/8        all addresses of that network; names are not resolved for it
 *
 * Loopback is always included: through a proxy it would mean the proxy's own loopback.
 */
export function createNoProxy(list: string): (endpoint: Endpoint) => boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry)
  return ({ hostname, port }) => {
    const name = hostname.toLowerCase().replace(/\.$/, '')
    if (isLoopbackHost(name)) return true
    const address = parseAddress(name)
    return entries.some((entry) => (entry.port ?? port) === port && entry.matches(name, address))
  }
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

interface Entry {
  port: number | undefined
  matches: (name: string, address: Address | undefined) => boolean
}

function parseEntry(entry: string): Entry {
  const [, bracketed, plain, digits] = /^(?:\[(.*)\]|(.*?))(?::(\d+))?$/.exec(entry) ?? []
  // Without brackets an IPv6 address has no port; its last group only looks like one.
  const isBareV6 = bracketed === undefined && entry.split(':').length > 2
  const host = isBareV6 ? entry : (bracketed ?? plain ?? '')
  const port = isBareV6 || digits === undefined ? undefined : Number(digits)
  return { port, matches: toMatch(host) }
}

function toMatch(host: string): Entry['matches'] {
  if (host.startsWith('*')) return (name) => name.endsWith(host.slice(1))
  if (host.startsWith('.')) return (name) => name.endsWith(host)
  const network = parseNetwork(host)
  if (network !== undefined) {
    return (_name, address) => address?.kind() === network[0].kind() && address.match(network)
  }
  const own = parseAddress(host)
  if (own !== undefined) return (_name, address) => address?.toString() === own.toString()
  return (name) => name === host || name.endsWith(`.${host}`)
}

function parseNetwork(text: string): [Address, number] | undefined {
  try {
    return text.includes('/') ? ipaddr.parseCIDR(text) : undefined
  } catch {
    return undefined
  }
}

/** An IPv4-mapped IPv6 address becomes the IPv4 address. */
function parseAddress(text: string): Address | undefined {
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined
}
