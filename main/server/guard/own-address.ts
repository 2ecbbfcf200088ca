import { isLoopbackHost } from '../../base/loopback.ts'
import { guardRules } from './guard-rules.ts'
import type { GuardRules } from './guard.ts'

export interface OwnAddress {
  port: () => number
  /** `Host` and `Origin` values that are accepted on that port. */
  rules: () => GuardRules
  /** True for addresses whose requests would come back to this server. */
  isSelf: (address: URL) => boolean
  /** Follows the port that is really listened on. */
  listening: (port: number) => void
}

export interface OwnAddressOptions {
  /** The configured port. */
  port: number
  /** Further `Host` values, port included. */
  allowedHosts: readonly string[]
  /** IP addresses that are listened on. */
  listenOn: readonly string[]
}

/** The port that is listened on, or was last, and what follows from it. */
export function createOwnAddress({
  port: configured,
  allowedHosts,
  listenOn,
}: OwnAddressOptions): OwnAddress {
  const own = { names: allowedHosts, addresses: listenOn }
  let port = configured
  let rules = guardRules(port, own)
  return {
    port: () => port,
    rules: () => rules,
    isSelf: ({ hostname, port: theirs, host }) =>
      allowedHosts.includes(host) || (Number(theirs || 80) === port && isLoopbackHost(hostname)),
    listening(next) {
      port = next
      rules = guardRules(port, own)
    },
  }
}
