import type { ConnectionWatch } from '../connect/watch-connection.ts'
import { classifyAttempts } from '../health/verdict/classify-request.ts'
import { createVerdict, type VerdictSource } from '../health/verdict/create-verdict.ts'
import type { Evidence } from '../health/verdict/evidence.ts'
import type { UpstreamTarget } from '../health/verdict/probe-upstreams.ts'
import { type UpstreamWatch, watchUpstreams } from '../health/verdict/watch-upstreams.ts'
import { onWake } from '../health/verdict/on-wake.ts'
import { listTargets } from '../proxy/route/list-targets.ts'
import type { RoutingConfig } from '../proxy/route/routing-config.ts'
import type { UpstreamClient } from '../proxy/send/upstream-client.ts'
import type { FinishedRequest } from '../server/requests/finished-request.ts'
import type { Settings } from '../settings/settings.ts'

export interface TrafficOptions {
  settings: Settings
  routing: () => RoutingConfig
  client: UpstreamClient
  /** False for a program that checks only itself. */
  isWatched: boolean
}

export interface WiredUpstreams extends UpstreamWatch {
  finished: (request: FinishedRequest) => void
  /** Wakes at once if this process has been asleep until now. */
  noticeNap: () => void
}

/** Watches the upstreams, by probes and by the requests sent to them. */
export function wireUpstreams({ settings, routing, client, isWatched }: TrafficOptions): WiredUpstreams {
  /** Cached until the routing changes, because it is read on every failure. */
  let listed: { config: RoutingConfig; targets: UpstreamTarget[] } | undefined
  function targets(): readonly UpstreamTarget[] {
    const config = routing()
    if (listed?.config !== config) {
      listed = {
        config,
        targets: listTargets(config, { env: settings.providerEnv, upstream: settings.upstream }),
      }
    }
    return listed.targets
  }
  const now = () => performance.now()
  const watch = watchUpstreams({
    targets: isWatched ? targets : () => [],
    reach: client.reach,
    now,
    wallNow: Date.now,
  })
  function wake(): void {
    client.renew()
    if (isWatched) watch.wake()
  }
  const naps = onWake(wake)

  return {
    ...watch,
    wake,
    noticeNap: naps.check,
    finished(request) {
      if (!isWatched) return
      const endedAt = now()
      const startedAt = endedAt - request.durationMs
      for (const { upstream, startedMs, judged } of classifyAttempts(request)) {
        watch.record(upstream, { ...judged, startedAt: startedAt + startedMs, endedAt })
      }
    },
    stop() {
      naps.stop()
      watch.stop()
    },
  }
}

export interface VerdictOptions extends Omit<
  Evidence,
  'now' | 'server' | 'drain' | 'inFlight' | 'traffic' | 'reports' | 'connection' | 'hasCarried'
> {
  server: () => Evidence['server']
  drain: () => Evidence['drain']
  inFlight: () => number
  upstreams: UpstreamWatch
  reports: () => Evidence['reports']
  connection: ConnectionWatch | undefined
  hasCarried: () => boolean
}

/** The verdict, computed from all current evidence on each read. */
export function wireVerdict(options: VerdictOptions): VerdictSource {
  return createVerdict(() => ({
    now: new Date().toISOString(),
    server: options.server(),
    drain: options.drain(),
    inFlight: options.inFlight(),
    traffic: options.upstreams.read(),
    proxyOf: options.proxyOf,
    reports: options.reports(),
    critical: options.critical,
    connection: options.connection?.read(),
    hasCarried: options.hasCarried(),
  }))
}
