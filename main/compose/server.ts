import { randomUUID } from 'node:crypto'
import { createIdleCollector } from '../base/collect-when-idle.ts'
import type { ShutdownHost, Signalbox } from '../base/signalbox.ts'
import { readBuild } from '../base/version.ts'
import type { Logger } from '../logging/logger.ts'
import type { InFlight } from '../proxy/recorder/in-flight.ts'
import { createCopyBudget } from '../proxy/recorder/response-copy.ts'
import { clientUpstream } from '../proxy/route/client-upstream.ts'
import { ownModels } from '../proxy/route/list-models.ts'
import type { UpstreamClient } from '../proxy/send/upstream-client.ts'
import { createIdSource } from '../server/create-id-source.ts'
import { createServer } from '../server/create-server.ts'
import type { Drain } from '../server/drain.ts'
import { createAccess } from '../server/guard/access.ts'
import type { OwnAddress } from '../server/guard/own-address.ts'
import { createServerLifecycle, type ServerLifecycle } from '../server/listener/server-lifecycle.ts'
import { createInstruments, type Instruments } from '../server/metrics/instruments.ts'
import { createMetrics } from '../server/metrics/metrics.ts'
import type { RequestHistory } from '../server/requests/request-history.ts'
import { createSessionMemory, type SessionMemory } from '../server/status-line/create-session-memory.ts'
import { createStatusLine, type StatusLine } from '../server/status-line/create-status-line.ts'
import { createStatusSnapshots, type StatusSnapshots } from '../server/status-snapshots.ts'
import type { Settings } from '../settings/settings.ts'
import type { Sources } from './data-sources.ts'
import { checkGauge, type WiredHealth } from './health.ts'
import { wireProxy } from './proxy.ts'
import type { VerdictSource } from '../health/verdict/create-verdict.ts'
import type { WiredUpstreams } from './verdict.ts'

export interface WireServerOptions {
  settings: Settings
  log: Logger
  version: string
  pages: string | undefined
  client: UpstreamClient
  sources: Sources
  upstreams: WiredUpstreams
  health: WiredHealth
  verdict: VerdictSource
  inFlight: InFlight
  drain: Drain
  history: RequestHistory
  address: OwnAddress
  onChange: () => void
}

export interface WiredServer
  extends Pick<ServerLifecycle, 'start' | 'state'>, Pick<Signalbox, 'livez' | 'hostedBy'> {
  /** Ends event streams, then the listener and open connections. */
  stop: () => Promise<void>
}

/** Builds the guard, the routes and their listener from the parts that `createSignalbox` has built. */
export async function wireServer(options: WireServerOptions): Promise<WiredServer> {
  const { settings, log, version, pages, sources, upstreams, health, verdict } = options
  const { inFlight, drain, history, address } = options
  const { requestLog, connection } = sources
  const newId = createIdSource()
  const instanceId = randomUUID()
  const access = createAccess(settings)
  let isStopping = false
  let shutdownHost: ShutdownHost | undefined
  const metrics = createMetrics({
    version,
    inFlight: inFlight.count,
    draining: () => drain.state() !== undefined,
    cliStatus: (key) => checkGauge(health.reports(), key),
    prices: sources.dashboard?.prices.read,
  })
  const instruments = createInstruments(metrics)
  const idleCollector = createIdleCollector({ inFlight: inFlight.count })
  const snapshots = wireSnapshots(options, { instanceId, instruments })
  const sessions = createSessionMemory()
  const statusLine = wireStatusLine(options, sessions)
  const { keyHeaders } = access
  const proxy = wireProxy({ ...options, ...sources, instanceId, keyHeaders, contexts: health.contexts })
  const app = await createServer({
    ...snapshots,
    onVerdict: verdict.onChange,
    proxy,
    access,
    metrics: settings.metricsEnabled ? metrics.expose : undefined,
    recheck: () => health.recheck(),
    shutdownHost: () => shutdownHost,
    copies: requestLog?.copies ?? { budget: createCopyBudget(0), keepsRequests: () => false },
    isStopping: () => isStopping || lifecycle.isClosing(),
    dashboardPassword: settings.dashboardPassword,
    dashboard: sources.dashboard,
    statusLine,
    models: () => ownModels(sources.live.read()),
    onStarted(request) {
      history.arrived()
      idleCollector.requestCame()
      connection?.requestCame()
      requestLog?.started(request)
    },
    onFinished(request) {
      upstreams.finished(request)
      instruments.record(request)
      sources.dashboard?.budgets.finished(request)
      sessions.finished(request)
      requestLog?.finished(request)
    },
    inFlight,
    drain,
    log,
    newId,
    guardRules: address.rules,
    pages,
  })
  const { host, listenOn, port } = settings
  const listening = { app, host, listenOn, port, log, newId, onListening: address.listening }
  const lifecycle = createServerLifecycle({
    ...listening,
    onAccepted: proxy.readTurns.accepted,
    onChange: options.onChange,
  })
  return {
    start: lifecycle.start,
    state: lifecycle.state,
    livez: snapshots.livez,
    hostedBy(program) {
      shutdownHost = program
    },
    async stop() {
      isStopping = true
      app.endEvents()
      await lifecycle.stop()
      idleCollector.stop()
    },
  }
}

function wireStatusLine(
  { sources: { dashboard, live }, inFlight, drain }: WireServerOptions,
  memory: SessionMemory,
): StatusLine | undefined {
  if (dashboard === undefined) return undefined
  return createStatusLine({
    memory,
    settings: () => live.read().statusLine,
    prices: dashboard.prices.read,
    inFlight: inFlight.count,
    isDraining: () => drain.state() !== undefined,
    now: Date.now,
  })
}

function wireSnapshots(
  options: WireServerOptions,
  { instanceId, instruments }: { instanceId: string; instruments: Instruments },
): StatusSnapshots {
  const { settings, sources, version, inFlight, drain, health, verdict, history, address } = options
  return createStatusSnapshots({
    inFlight,
    drain,
    version,
    now: () => performance.now(),
    instanceId,
    build: readBuild(version),
    upstream: () => clientUpstream(sources.routing.read(), settings.upstream),
    policy: settings.health,
    logLevel: settings.logLevel,
    apiKeyConfigured: settings.apiKey !== undefined,
    reports: health.reports,
    onLook() {
      health.look()
      sources.connection?.look()
    },
    verdict: verdict.read,
    performance: instruments.performance,
    lastRequestAt: history.lastAt,
    address: () => ({
      host: settings.boundHost,
      baseUrl: `http://${settings.host}:${address.port()}`,
      port: address.port(),
    }),
  })
}
