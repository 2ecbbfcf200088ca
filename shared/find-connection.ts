import type { ConnectionState } from './connection.ts'
import { finding } from './language/say-verdict.ts'
import type { Finding } from './verdict.ts'

interface ConnectionEvidence {
  /** Absent until the settings are read. */
  connection:
    | {
        state: ConnectionState
        /** The address in the settings; null if there is none. */
        address: string | null
        /** `/v1` requests since the state last changed. */
        requests: number
      }
    | undefined
  /** True once a request from Claude Code has arrived. */
  hasCarried: boolean
}

/** Claude Code's connection state, from settings and traffic together: a shell can override the settings. */
export function findConnection({ connection, hasCarried }: ConnectionEvidence): Finding {
  if (connection === undefined) return finding('connection_unknown')
  const { state, address, requests } = connection
  switch (state) {
    case 'connected':
      return finding(hasCarried ? 'connected' : 'waiting_first_request')
    case 'direct':
      return requests > 0 ? finding('not_connected_traffic', { count: requests }) : finding('not_connected')
    case 'elsewhere':
      // A cloud provider is selected by a switch, not by an address.
      return address === null ? finding('connected_cloud') : finding('connected_elsewhere', { address })
    case 'dead':
      return address === null ? finding('not_connected') : finding('connection_dead', { address })
    case 'conflict':
      return finding('connection_conflict')
    case 'unreadable':
      return finding('connection_unreadable')
  }
}
