import type { CheckReport } from '../../../shared/health/check-report.ts'
import type { ConnectionState } from '../../../shared/connection.ts'
import type { ServerState } from '../../../shared/ipc.ts'
import type { DrainSource } from '../../../shared/livez.ts'
import type { UpstreamStates } from './watch-upstreams.ts'

/** State of Claude Code's settings towards this Signalbox, and the requests that came in regardless. */
export interface ConnectionEvidence {
  state: ConnectionState
  /** The address in the settings; null where there is none. */
  address: string | null
  /** `/v1` requests that came in since the settings are so. */
  requests: number
}

/** All inputs of the verdict, at one instant. */
export interface Evidence {
  /** ISO 8601. */
  now: string
  server: ServerState
  /** Undefined while no drain runs. */
  drain: { source: DrainSource } | undefined
  inFlight: number
  traffic: UpstreamStates
  /** Host and port of the outbound proxy that requests to this address take. */
  proxyOf: (upstream: URL) => string | undefined
  reports: readonly CheckReport[]
  /** Checks whose warning already makes the program unhealthy. */
  critical: readonly string[]
  /** Undefined where it is not known. */
  connection: ConnectionEvidence | undefined
  /** True once a request has come in, in this run or before. */
  hasCarried: boolean
}
