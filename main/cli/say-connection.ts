import type { ConnectionState } from '../../shared/connection.ts'
import { findConnection } from '../../shared/find-connection.ts'
import type { Verdict } from '../../shared/verdict.ts'

/** The state that each finding on the connection is about. */
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

/**
 * How Claude Code is connected, as the windows say it. The running instance knows of requests that came in; where its
 * finding is about another state than the one read just now, or it has none, the settings alone are told.
 */
export function sayConnection(
  read: { state: ConnectionState; address: string | null },
  verdict: Verdict | undefined,
): string {
  const findings = verdict === undefined ? [] : [verdict.reason, ...verdict.others]
  const known = findings.find(({ code }) => STATES[code] === read.state)
  return (known ?? findConnection({ connection: { ...read, requests: 0 }, hasCarried: true })).sentence
}
