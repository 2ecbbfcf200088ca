import type { ConnectionState } from '../../shared/connection.ts'
import { findConnection } from '../../shared/find-connection.ts'
import type { Finding, Verdict } from '../../shared/verdict.ts'

/** The connection state that each finding is about. */
const STATES: Readonly<Record<string, ConnectionState>> = {
  connected: 'connected',
  waiting_first_request: 'connected',
  not_connected: 'direct',
  not_connected_traffic: 'direct',
  connected_cloud: 'elsewhere',
  connected_elsewhere: 'elsewhere',
  connection_dead: 'dead',
  connection_conflict: 'conflict',
  connection_unreadable: 'unreadable',
}

/** True for a finding about Claude Code's connection. */
export function isConnection({ code }: Pick<Finding, 'code'>): boolean {
  return Object.hasOwn(STATES, code) || code === 'connection_unknown'
}

/**
 * Describes Claude Code's connection in the same words as the windows. Prefers the running instance's finding, which
 * knows of received requests; without one for the state just read, describes the settings alone.
 */
export function sayConnection(
  read: { state: ConnectionState; address: string | null },
  verdict: Verdict | undefined,
): string {
  const findings = verdict === undefined ? [] : [verdict.reason, ...verdict.others]
  const known = findings.find(({ code }) => STATES[code] === read.state)
  return (known ?? findConnection({ connection: { ...read, requests: 0 }, hasCarried: true })).sentence
}
