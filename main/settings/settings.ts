import type { LogLevel } from './log-level.ts'

export interface HealthSettings {
  /** Checks whose warning already makes the program unhealthy. */
  critical: readonly string[]
  /** Whether `/health` says `degraded` for warnings. */
  exposeDegraded: boolean
  serviceName: string
  /** What `/health` is for a client that takes anything. */
  defaultView: 'json' | 'ietf'
}

/** Everything that can be set, after flags, environment and defaults are merged and checked. Times in ms. */
export interface Settings {
  /** The address in our own URL; with the hosts in `listenOn` it says who can reach us. */
  host: string
  /** The address we were asked to listen on, as health answers name it. */
  boundHost: string
  /** Addresses to listen on: loopback on both families, and others only where a key protects them. */
  listenOn: readonly string[]
  /** Opens this server to other machines, which must show it. */
  apiKey: string | undefined
  requireKeyOnLoopback: boolean
  /** Sent upstream for clients that showed our own key in place of a credential. */
  anthropicApiKey: string | undefined
  /** The `claude` and `codex` to look at; without them they are searched. */
  claudeCliPath: string | undefined
  codexCliPath: string | undefined
  health: HealthSettings
  metricsEnabled: boolean
  /** 0 takes any free port. */
  port: number
  dataDir: string
  /** A PostgreSQL address for the request log, in place of a file in the data folder. */
  databaseUrl: string | undefined
  /** Base URL of the Anthropic API, or of what stands in for it. */
  upstream: URL
  anthropicVersion: string
  /** From request to response headers; 0 waits for ever. */
  headerTimeoutMs: number
  /** How long a shutdown waits for requests in flight. */
  drainCeilingMs: number
  /** Further values of `Host` that are us, port included: a name in a hosts file, a published container port. */
  allowedHosts: readonly string[]
  logLevel: LogLevel
  /** What was corrected while loading, as sentences for the log. */
  warnings: readonly string[]
}
