import type { CheckReport } from '../../../shared/health/check-report.ts'

export interface HealthPolicy {
  /** Checks whose warning already makes the program unhealthy. */
  critical: readonly string[]
  /** True if `/health` says `degraded` for warnings; clients of the documents only know `healthy`. */
  exposeDegraded: boolean
  /** `service` in JSON. */
  serviceName: string
  /** Default view of `/health`, for a client that takes anything. */
  defaultView: 'json' | 'ietf'
}

/** The route that answers when no rule says otherwise. */
export interface DefaultRoute {
  provider: string
  /** Null where the client's own model passes through. */
  model: string | null
  baseUrl: string
  maxTokens: number | null
  /** True in the single-provider mode of the source document 003. */
  single: boolean
}

/** The numbers of ccproxy's `/health`; the names are the wire's. */
export interface Performance {
  memory_mb: number
  /** Go's word; here the count of open handles and pending operations of the event loop. */
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
  /** The caller is on this machine or showed the key: it may see paths, addresses and numbers. */
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
