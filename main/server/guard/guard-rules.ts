import { LOOPBACK_HOSTS } from '../../base/loopback.ts'
import type { GuardRules } from './guard.ts'

const WILDCARDS = new Set(['0.0.0.0', '::'])

/**
 * Accepted values of `Host` and `Origin` on this port.
 *
 * @param own.names additional `Host` values with port, set by the user; behind TLS their origin is https
 * @param own.addresses IP addresses of the listeners
 */
export function guardRules(
  port: number,
  own: { names?: readonly string[]; addresses?: readonly string[] } = {},
): GuardRules {
  const { names = [], addresses = [] } = own
  const bound = addresses.filter((address) => !WILDCARDS.has(address)).map(toHostName)
  const byAddress = [...new Set([...LOOPBACK_HOSTS, ...bound])].flatMap((name) => withPort(name, port))
  const origins = [...byAddress, ...names].map((host) => `http://${host}`)
  return {
    hosts: new Set([...byAddress, ...names]),
    origins: new Set([...origins, ...names.map((host) => `https://${host}`)]),
  }
}

/**
 * The origin of a page loaded from the local address of a connection: with a wildcard listener, none is known in
 * advance. DNS can't rebind an IP address.
 */
export function originsOf({
  localAddress,
  localPort,
}: {
  localAddress?: string
  localPort?: number
}): string[] {
  if (localAddress === undefined || localPort === undefined) return []
  const name = toHostName(localAddress.replace(/^::ffff:(?=\d+\.)/, ''))
  return withPort(name, localPort).map((host) => `http://${host}`)
}

function toHostName(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** HTTP omits its default port. */
function withPort(name: string, port: number): string[] {
  return port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]
}
