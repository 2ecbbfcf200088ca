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

/** Ways to upstreams on https and http, user name and password included, and who is reached without them. */
export interface OutboundSettings {
  httpsProxy: string | undefined
  httpProxy: string | undefined
  /** A `NO_PROXY` list. */
  noProxy: string
}

/** How upstreams are reached and asked. */
export interface UpstreamSettings {
  /** How often a request to Anthropic is sent again where nothing of it was sent. */
  retries: number
  /** How often one to another provider is, for whatever may pass. */
  providerRetries: number
  /** Asks Anthropic for streams where clients ask for none, and puts them together. */
  demoteNonStreaming: boolean
  /** Refuses requests to a provider that failed repeatedly, for a while; without it only fallbacks are preferred. */
  circuitBreaker: boolean
  /** For each other provider; `undefined` is no limit. */
  rateLimit: { perMinute: number; burst: number } | undefined
  outbound: OutboundSettings
  /** PEM texts of authorities to trust besides those that Node knows. */
  ca: readonly string[]
}

/** A file of environment variables, and the names of settings in it. Never their values. */
export interface EnvFile {
  path: string
  names: readonly string[]
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
  /** Asked for before the dashboard and its API, on this machine too. */
  dashboardPassword: string | undefined
  /** Sent upstream for clients that showed our own key in place of a credential. */
  anthropicApiKey: string | undefined
  /** What the environment says about other providers, by environment name: keys, addresses, models. */
  providerEnv: Readonly<Record<string, string>>
  /** The `claude` and `codex` to look at; without them they are searched. */
  claudeCliPath: string | undefined
  codexCliPath: string | undefined
  health: HealthSettings
  metricsEnabled: boolean
  /** 0 takes any free port. */
  port: number
  dataDir: string
  /** Of the configuration file, which need not exist. Its live part is `LiveSettings`. */
  configPath: string
  /** An absolute path for the file of the request log, in place of one in the data folder. */
  databasePath: string | undefined
  /** A PostgreSQL address for the request log, in place of a file. */
  databaseUrl: string | undefined
  /** Base URL of the Anthropic API, or of what stands in for it. */
  upstream: URL
  anthropicVersion: string
  /** From request to response headers; 0 waits for ever. */
  headerTimeoutMs: number
  upstreams: UpstreamSettings
  /** How long a shutdown waits for requests in flight. */
  drainCeilingMs: number
  /** Further values of `Host` that are us, port included: a name in a hosts file, a published container port. */
  allowedHosts: readonly string[]
  logLevel: LogLevel
  /** The `.env` that was read, and which of its names made a setting. */
  envFile: EnvFile | undefined
  /** The `.env` of the current folder, where it holds settings; they do not count. */
  ignoredEnvFile: EnvFile | undefined
  /** What was corrected while loading, as sentences for the log. */
  warnings: readonly string[]
}
