import { isLoopbackHost } from '../../base/loopback.ts'
import { guardRules } from './guard-rules.ts'
import type { GuardRules } from './guard.ts'

export interface OwnAddress {
  port: () => number
  /** Accepted `Host` and `Origin` values on the current port. */
  rules: () => GuardRules
  /** True for addresses that lead back to this server. */
  isSelf: (address: URL) => boolean
  /** Sets the actual port of the listener. */
  listening: (port: number) => void
}

export interface OwnAddressOptions {
  /** The configured port. */
  port: number
  /** Additional `Host` values, port included. */
  allowedHosts: readonly string[]
  /** IP addresses of the listeners. */
  listenOn: readonly string[]
}

/** The current or last port of the listener, and the values derived from it. */
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
