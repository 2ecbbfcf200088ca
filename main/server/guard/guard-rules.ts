import { LOOPBACK_HOSTS } from '../../base/loopback.ts'
import type { GuardRules } from './guard.ts'

const WILDCARDS = new Set(['0.0.0.0', '::'])

/**
 * Values of `Host` and `Origin` that are us on this port.
 *
 * @param own.names further `Host` values, port included, that the user listed; behind TLS their origin is https
 * @param own.addresses IP addresses that are listened on
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
 * The origin of a page that was loaded from the address on which a connection arrived: where all addresses are
 * listened on, none is known before. An IP address is no name that DNS could point elsewhere.
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

/** HTTP leaves out its default port. */
function withPort(name: string, port: number): string[] {
  return port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]
}
