import type { ConnectionState, Problem } from '../../shared/connection.ts'
import { sameAddress } from './address.ts'

export interface StateFacts {
  isReadable: boolean
  /** What a session outside of every project uses; undefined: Anthropic's. */
  address: string | undefined
  /** Whether the user's settings name this Signalbox. */
  isWritten: boolean
  baseUrl: string
  /** Addresses on this machine where nothing answers. */
  silent: ReadonlySet<string>
  problems: readonly Problem[]
}

/** Problems that keep Claude Code away although the settings name us. */
const IN_THE_WAY: ReadonlySet<Problem['code']> = new Set([
  'settings_ignored',
  'outranked',
  'policy_forbids',
  'cloud_selected',
  'loopback_proxied',
])

/** How Claude Code stands to us, in one word. */
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
