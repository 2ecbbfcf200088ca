import type { CheckReport } from '../../../shared/health/check-report.ts'
import type { ConnectionState } from '../../../shared/connection.ts'
import type { ServerState } from '../../../shared/ipc.ts'
import type { DrainSource } from '../../../shared/livez.ts'
import type { UpstreamStates } from './watch-upstreams.ts'

/** The connection of Claude Code's settings to this Signalbox, and the requests that arrived regardless. */
export interface ConnectionEvidence {
  state: ConnectionState
  /** The address in the settings; null if there is none. */
  address: string | null
  /** `/v1` requests that arrived since the settings last changed. */
  requests: number
}

/** All inputs of the verdict, at one instant. */
export interface Evidence {
  /** ISO 8601. */
  now: string
  server: ServerState
  /** Undefined without a drain. */
  drain: { source: DrainSource } | undefined
  inFlight: number
  traffic: UpstreamStates
  /** Host and port of the outbound proxy for requests to this address. */
  proxyOf: (upstream: URL) => string | undefined
  reports: readonly CheckReport[]
  /** Checks whose warning already makes the program unhealthy. */
  critical: readonly string[]
  /** Undefined if unknown. */
  connection: ConnectionEvidence | undefined
  /** True once a request has arrived, in this run or before. */
  hasCarried: boolean
}
