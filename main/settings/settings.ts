import type { EnvironmentVariable } from '../../shared/environment-variables.ts'
import type { LogLevel } from './log-level.ts'

export interface HealthSettings {
  /** Checks whose warning already makes the program unhealthy. */
  critical: readonly string[]
  /** Reports warnings as `degraded` in `/health`. */
  exposeDegraded: boolean
  serviceName: string
  /** The view of `/health` for clients that accept anything. */
  defaultView: 'json' | 'ietf'
}

/** Outbound proxies for https and http, including credentials, and the hosts reached directly. */
export interface OutboundSettings {
  httpsProxy: string | undefined
  httpProxy: string | undefined
  /** A `NO_PROXY` list. */
  noProxy: string
}

/** Connection settings of upstreams. */
export interface UpstreamSettings {
  /** Retries of a request to Anthropic, only while none of it was sent. */
  retries: number
  /** Retries of a request to another provider, for any transient failure. */
  providerRetries: number
  /** Converts non-streaming requests to Anthropic into streaming ones, and assembles the response. */
  demoteNonStreaming: boolean
  /** Refuses requests to a provider for a while after repeated failures; otherwise fallbacks are only preferred. */
  circuitBreaker: boolean
  /** Per provider other than Anthropic; `undefined` means no limit. */
  rateLimit: { perMinute: number; burst: number } | undefined
  outbound: OutboundSettings
  /** Additional CA certificates to trust, as PEM texts. */
  ca: readonly string[]
  /** Also trusts the authorities of the operating system, as Claude Code does. */
  systemCa: boolean
}

/** A file of environment variables, and the names of settings in it. Never their values. */
export interface EnvFile {
  path: string
  names: readonly string[]
}

/** All settings, merged from flags, environment and defaults and checked. Times in ms. */
export interface Settings {
  /** The host in our own URL. Access by other machines depends on it and on `listenOn`. */
  host: string
  /** The configured listen address, as reported by health endpoints. */
  boundHost: string
  /** Addresses to listen on: loopback on both families, and others only with a key. */
  listenOn: readonly string[]
  /** Admits other machines that send it. */
  apiKey: string | undefined
  requireKeyOnLoopback: boolean
  /** Required for the dashboard and its API, on this machine too. */
  dashboardPassword: string | undefined
  /** Sent upstream for clients that sent our own key instead of a credential. */
  anthropicApiKey: string | undefined
  /** Provider settings of the environment, by environment name: keys, addresses, models. */
  providerEnv: Readonly<Record<string, string>>
  /** Path of the `claude` or `codex` to check; found automatically by default. */
  claudeCliPath: string | undefined
  codexCliPath: string | undefined
  health: HealthSettings
  metricsEnabled: boolean
  /** Makes the desktop app ask the login shell for variables; undefined: only without a terminal. */
  asksLoginShell: boolean | undefined
  /** 0 picks any free port. */
  port: number
  dataDir: string
  /** Path of the configuration file, which need not exist. Its live part is `LiveSettings`. */
  configPath: string
  /** An absolute path for the request log's file, instead of one in the data folder. */
  databasePath: string | undefined
  /** A PostgreSQL address for the request log, instead of a file. */
  databaseUrl: string | undefined
  /** Base URL of the Anthropic API, or of a replacement for it. */
  upstream: URL
  anthropicVersion: string
  /** From request to response headers; 0 means no limit. */
  headerTimeoutMs: number
  upstreams: UpstreamSettings
  /** Maximum time a shutdown waits for requests in flight. */
  drainCeilingMs: number
  /** Additional accepted `Host` values, port included: a name in a hosts file, a published container port. */
  allowedHosts: readonly string[]
  logLevel: LogLevel
  /** The `.env` that was read, and its names that made a setting. */
  envFile: EnvFile | undefined
  /** The `.env` of the current folder if it contains settings, which are ignored. */
  ignoredEnvFile: EnvFile | undefined
  /** The variables that make a setting, with their sources. Never the value of a secret. */
  environment: readonly EnvironmentVariable[]
  /** Corrections made while loading, as sentences for the log. */
  warnings: readonly string[]
}
