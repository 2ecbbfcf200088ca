import type { ConnectionState, Problem } from '../../shared/connection.ts'
import { sameAddress } from './address.ts'

export interface StateFacts {
  isReadable: boolean
  /** Address used by a session outside all projects; undefined means Anthropic's. */
  address: string | undefined
  /** True when the user's settings point at this Signalbox. */
  isWritten: boolean
  baseUrl: string
  /** Addresses on this machine that do not respond. */
  silent: ReadonlySet<string>
  problems: readonly Problem[]
}

/** Problems that stop Claude Code from reaching us even though the settings point at us. */
const IN_THE_WAY: ReadonlySet<Problem['code']> = new Set([
  'settings_ignored',
  'outranked',
  'policy_forbids',
  'cloud_selected',
  'loopback_proxied',
])

/** Reduces the facts to a single connection state. */
export function chooseState(facts: StateFacts): ConnectionState {
  const { isReadable, address, isWritten, baseUrl, silent, problems } = facts
  if (!isReadable) return 'unreadable'
  const isKeptAway = problems.some(({ code, severity }) => severity === 'error' && IN_THE_WAY.has(code))
  if (isWritten && isKeptAway) return 'conflict'
  if (problems.some(({ code }) => code === 'cloud_selected')) return 'elsewhere'
  if (address === undefined) return 'direct'
  if (silent.has(address)) return 'dead'
  return sameAddress(address, baseUrl) ? 'connected' : 'elsewhere'
}
