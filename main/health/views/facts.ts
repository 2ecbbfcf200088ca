import type { CheckReport } from '../../../shared/health/check-report.ts'

export interface HealthPolicy {
  /** Checks whose warning already makes the program unhealthy. */
  critical: readonly string[]
  /** True if `/health` reports warnings as `degraded`; clients of the older programs only know `healthy`. */
  exposeDegraded: boolean
  /** `service` in JSON. */
  serviceName: string
  /** Default view of `/health`, for a client that accepts anything. */
  defaultView: 'json' | 'ietf'
}

/** The route of requests that match no rule. */
export interface DefaultRoute {
  provider: string
  /** Null if the client's own model is kept. */
  model: string | null
  baseUrl: string
  maxTokens: number | null
  /** True in the single-provider mode (003 in `README.md`). */
  single: boolean
}

/** The numbers of CCProxy's `/health`, under its field names. */
export interface Performance {
  memory_mb: number
  /** CCProxy's name; here the count of open handles and pending operations of the event loop. */
  goroutines: number
  requests: { total: number; success: number; failed: number }
  latency: { avg_ms: number; p50_ms: number; p95_ms: number; p99_ms: number }
}

/** All inputs of the health and status views, at one instant. */
export interface HealthFacts {
  now: Date
  version: string
  build: { version: string; commit: string; date: string }
  uptimeMs: number
  draining: boolean
  inFlight: number
  reports: readonly CheckReport[]
  policy: HealthPolicy
  /** `?strict=1`: every check is critical. */
  strict: boolean
  /** The caller is on this machine or sent the key: it may see paths, addresses and numbers. */
  trusted: boolean
  host: string
  port: number
  pid: number
  logLevel: string
  apiKeyConfigured: boolean
  providers: readonly string[]
  route: DefaultRoute
  performance: Performance
}
