import type { GuardRules } from './guard.ts'

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Which `Host` and `Origin` values are us on this port.
 *
 * @param extraHosts further `Host` values, port included, that the user listed
 */
export function guardRules(port: number, extraHosts: readonly string[]): GuardRules {
  const names = LOOPBACK_NAMES.map((name) => `${name}:${port}`)
  // HTTP leaves out its default port.
  const hosts = [...names, ...(port === 80 ? LOOPBACK_NAMES : []), ...extraHosts]
  return { hosts: new Set(hosts), origins: new Set(hosts.map((host) => `http://${host}`)) }
}
