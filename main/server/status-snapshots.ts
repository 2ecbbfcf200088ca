import type { CheckReport } from '../../shared/health/check-report.ts'
import type { Livez } from '../../shared/livez.ts'
import type { Status } from '../../shared/status.ts'
import type { Verdict } from '../../shared/verdict.ts'
import type { InFlight } from '../proxy/recorder/in-flight.ts'
import type { Drain } from './drain.ts'
import type { DefaultRoute, HealthFacts, HealthPolicy, Performance } from '../health/views/facts.ts'

/** Maximum number of listed requests; a popover can't show more. */
const MAX_LISTED = 50

export interface StatusSnapshotsDeps {
  inFlight: InFlight
  drain: Drain
  instanceId: string
  version: string
  build: HealthFacts['build']
  /** The upstream of requests that are not routed; settings may change it. */
  upstream: () => URL
  policy: HealthPolicy
  logLevel: string
  apiKeyConfigured: boolean
  /** Monotonic, in ms. */
  now: () => number
  reports: () => readonly CheckReport[]
  /** Called at each reading of the state: starts what has to be checked again for the next reader. */
  onLook: () => void
  verdict: () => Verdict
  performance: () => Performance
  /** Arrival of the last `/v1` request, in ms since 1970. */
  lastRequestAt: () => number | undefined
  /** The address while listening. */
  address: () => { host: string; baseUrl: string; port: number }
}

export interface StatusSnapshots {
  /** Includes the verdict, which untrusted callers don't get. */
  livez: () => Livez
  facts: (caller: { trusted: boolean; strict: boolean }) => HealthFacts
  status: () => Status
  onLook: () => void
}

/** The program's state in the format of each endpoint. Everything is known already; no caller waits for a look-up. */
export function createStatusSnapshots(deps: StatusSnapshotsDeps): StatusSnapshots {
  const { inFlight, drain, version } = deps
  const startedAt = deps.now()
  const route = (): DefaultRoute => ({
    provider: 'anthropic',
    model: null,
    baseUrl: toBaseUrl(deps.upstream()),
    maxTokens: null,
    single: false,
  })

  function facts(caller: { trusted: boolean; strict: boolean }): HealthFacts {
    const { host, port } = deps.address()
    deps.onLook()
    return {
      ...caller,
      now: new Date(),
      version,
      build: deps.build,
      uptimeMs: deps.now() - startedAt,
      draining: drain.state() !== undefined,
      inFlight: inFlight.count(),
      reports: deps.reports(),
      policy: deps.policy,
      host,
      port,
      pid: process.pid,
      logLevel: deps.logLevel,
      apiKeyConfigured: deps.apiKeyConfigured,
      providers: ['anthropic'],
      route: route(),
      performance: deps.performance(),
    }
  }
  return {
    facts,
    livez: () => describeLivez(deps, startedAt),
    status: () => describeStatus(deps),
    onLook: deps.onLook,
  }
}

function describeStatus({ inFlight, address, lastRequestAt, upstream }: StatusSnapshotsDeps): Status {
  const { baseUrl, port } = address()
  const at = lastRequestAt()
  return {
    base_url: baseUrl,
    upstream: toBaseUrl(upstream()),
    port,
    pid: process.pid,
    ...(at !== undefined && { last_request_at: new Date(at).toISOString() }),
    in_flight: inFlight.list(MAX_LISTED),
  }
}

function toBaseUrl({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/$/, '')
}

function describeLivez(
  { inFlight, drain, now, instanceId, version, verdict }: StatusSnapshotsDeps,
  startedAt: number,
): Livez {
  const oldest = inFlight.oldestMs()
  const draining = drain.state()
  return {
    status: 'ok',
    timestamp: new Date().toISOString(),
    in_flight: inFlight.count(),
    draining: draining !== undefined,
    instance_id: instanceId,
    version,
    uptime_ms: Math.round(now() - startedAt),
    ...(oldest !== undefined && { oldest_ms: Math.round(oldest) }),
    ...(draining !== undefined && { drain: draining }),
    verdict: verdict(),
  }
}
