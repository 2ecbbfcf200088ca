import type { ConnectionState } from './connection.ts'
import { finding } from './language/say-verdict.ts'
import type { Finding } from './verdict.ts'

interface ConnectionEvidence {
  /** Absent before the settings were read. */
  connection:
    | {
        state: ConnectionState
        /** The address in the settings; null where there is none. */
        address: string | null
        /** `/v1` requests that came in since the state is so. */
        requests: number
      }
    | undefined
  /** Whether a request of Claude Code has come in. */
  hasCarried: boolean
}

/** How Claude Code is connected: settings and traffic together, because a shell can go past the settings. */
export function findConnection({ connection, hasCarried }: ConnectionEvidence): Finding {
  if (connection === undefined) return finding('connection_unknown')
  const { state, address, requests } = connection
  switch (state) {
    case 'connected':
      return finding(hasCarried ? 'connected' : 'waiting_first_request')
    case 'direct':
      return requests > 0 ? finding('not_connected_traffic', { count: requests }) : finding('not_connected')
    case 'elsewhere':
      // A cloud is chosen by a switch and not by an address.
      return address === null ? finding('connected_cloud') : finding('connected_elsewhere', { address })
    case 'dead':
      return address === null ? finding('not_connected') : finding('connection_dead', { address })
    case 'conflict':
      return finding('connection_conflict')
    case 'unreadable':
      return finding('connection_unreadable')
  }
}
