import { randomUUID } from 'node:crypto'
import type { CheckReport } from '../../shared/check-report.ts'
import { createListeners } from '../../shared/listeners.ts'
import { isLoopbackHost } from '../base/loopback.ts'
import { createCopyBudget } from '../proxy/recorder/response-copy.ts'
import { createInFlight } from '../proxy/recorder/in-flight.ts'
import { createUpstreamClient } from '../proxy/send/upstream-client.ts'
import { createAccess } from '../server/guard/access.ts'
import { coalesce } from '../server/coalesce.ts'
import { createIdSource } from '../server/create-id-source.ts'
import type { Signalbox, ShutdownHost } from '../base/signalbox.ts'
import { createServer } from '../server/create-server.ts'
import { createStatusSnapshots } from '../server/status-snapshots.ts'
import { createDrain } from '../server/drain.ts'
import { guardRules } from '../server/guard/guard-rules.ts'
import { createServerLifecycle } from '../server/listener/server-lifecycle.ts'
import { createInstruments } from '../server/metrics/instruments.ts'
import type { Logger } from '../logging/logger.ts'
import { createLogTap, type LogTap } from '../logging/create-log-tap.ts'
import { createMetrics } from '../server/metrics/metrics.ts'
import type { Settings } from '../settings/settings.ts'
import { readBuild } from './version.ts'
import { followDrain } from './connect.ts'
import { wireHealth } from './health.ts'
import { wireProxy } from './proxy.ts'
import { wireUpstreams, wireVerdict } from './verdict.ts'
import { fixedSources, wireSources } from './data-sources.ts'

/** Hosts redraw on changes; more often than this nobody sees. In ms. */
const CHANGE_INTERVAL = 100

export interface SignalboxOptions {
  settings: Settings
  log: Logger
  /** Where the lines of `log` can be read again; without it there are none to show. */
  tap?: LogTap
  version: string
  /** The folder of the built pages; `undefined` where they were not built. */
  pages: string | undefined
  /** Whose CLIs and sign-ins the health checks look at; without it they look at the proxy alone, and nothing is logged. */
  env?: NodeJS.ProcessEnv
}

/** Builds the program from its parts. Nothing listens until `start`. */
export async function createSignalbox({
  settings,
  log,
  tap = createLogTap(),
  version,
  pages,
  env,
}: SignalboxOptions): Promise<Signalbox> {
  const listeners = createListeners()
  const changed = coalesce(() => {
    verdict.judge()
    listeners.notify()
  }, CHANGE_INTERVAL)
  const now = () => performance.now()
  const newId = createIdSource()
  const instanceId = randomUUID()
  const own = { names: settings.allowedHosts, addresses: settings.listenOn }
  /** Where we listen, or last did; the guard and `/api/status` follow it. */
  const bound = { port: settings.port, rules: guardRules(settings.port, own) }

  const inFlight = createInFlight(now)
  const drain = createDrain({
    inFlight,
    ceilingMs: settings.drainCeilingMs,
    elapsed: () => performance.now(),
    now: Date.now,
    log: (message, facts) => log.info(facts, message),
  })
  const { outbound, ca } = settings.upstreams
  const client = createUpstreamClient({ connectTimeoutMs: 10_000, outbound, ca })
  const access = createAccess(settings)
  let lastRequestAt: number | undefined
  /** Whether a request came in, in this run or an earlier one. */
  let hasCarried = false
  let isStopping = false
  let shutdownHost: ShutdownHost | undefined
  const isSelf = (address: URL) => isOurs(address, { port: bound.port, hosts: settings.allowedHosts })
  const claudeVersion = () => cliVersion(health.reports())
  const sources =
    env === undefined
      ? fixedSources(settings)
      : wireSources({ settings, env, log, tap, isSelf, claudeVersion })
  const { requestLog, connector, connection } = sources
  const cliPaths = { claude: settings.claudeCliPath, codex: settings.codexCliPath }
  const upstreams = wireUpstreams({
    settings,
    routing: sources.routing.read,
    client,
    isWatched: env !== undefined,
  })
  const health = wireHealth({ env, version, upstreams, cliPaths, store: requestLog?.store })
  const metrics = createMetrics({
    version,
    inFlight: inFlight.count,
    draining: () => drain.state() !== undefined,
    cliStatus: (key) => cliStatus(health.reports(), key),
  })
  const instruments = createInstruments(metrics)
  const verdict = wireVerdict({
    server: () => host.state(),
    drain: drain.state,
    inFlight: inFlight.count,
    upstreams,
    proxyOf: client.proxyOf,
    reports: health.reports,
    critical: settings.health.critical,
    connection,
    hasCarried: () => hasCarried,
  })
  const descriptions = createStatusSnapshots({
    inFlight,
    drain,
    version,
    now,
    instanceId,
    build: readBuild(version),
    upstream: settings.upstream,
    policy: settings.health,
    logLevel: settings.logLevel,
    apiKeyConfigured: settings.apiKey !== undefined,
    reports: health.reports,
    verdict: verdict.read,
    performance: instruments.performance,
    lastRequestAt: () => lastRequestAt,
    address: () => ({
      host: settings.boundHost,
      baseUrl: `http://${settings.host}:${bound.port}`,
      port: bound.port,
    }),
  })
  const app = await createServer({
    ...descriptions,
    onVerdict: verdict.onChange,
    proxy: wireProxy({ ...sources, instanceId, settings, client, keyHeaders: access.keyHeaders, log }),
    access,
    metrics: settings.metricsEnabled ? metrics.expose : undefined,
    recheck: () => health.recheck(),
    shutdownHost: () => shutdownHost,
    copies: requestLog?.copies ?? { budget: createCopyBudget(0), keepsRequests: () => false },
    isStopping: () => isStopping || host.isClosing(),
    dashboardPassword: settings.dashboardPassword,
    dashboard: sources.dashboard,
    models: () => sources.live.read().models.advertise,
    onStarted(request) {
      lastRequestAt = Date.now()
      hasCarried = true
      connection?.requestCame()
      requestLog?.started(request)
    },
    onFinished(request) {
      upstreams.finished(request)
      instruments.record(request)
      requestLog?.finished(request)
    },
    inFlight,
    drain,
    log,
    newId,
    guardRules: () => bound.rules,
    pages,
  })
  const host = createServerLifecycle({
    app,
    host: settings.host,
    listenOn: settings.listenOn,
    port: settings.port,
    log,
    newId,
    onListening(port) {
      bound.port = port
      bound.rules = guardRules(port, own)
    },
    onChange: changed,
  })
  for (const source of [inFlight, drain, health, upstreams, connection]) source?.onChange(changed)
  sources.routing.onChange(() => void health.recheck(['providers']))
  const baseUrl = () => {
    const state = host.state()
    return state.state === 'running' ? state.baseUrl : undefined
  }
  const settingsFollowed = connector && followDrain({ connector, drain, baseUrl })

  async function lookBack(): Promise<void> {
    const hasEarlier = await requestLog?.hasEarlier()
    hasCarried ||= hasEarlier === true
    changed()
  }

  return {
    async start(options) {
      const state = await host.start(options)
      if (state.state === 'running') {
        health.start()
        connection?.start()
        void connector?.listening(state.baseUrl)
        void lookBack()
      }
      if (state.state === 'failed') void connector?.failed()
      return state
    },
    async stop() {
      // Sessions that run are told while we still answer them.
      await settingsFollowed?.()
      await connector?.stopping()
      isStopping = true
      app.endEvents()
      await host.stop()
      upstreams.stop()
      await health.stop()
      await sources.close()
      instruments.stop()
      await client.reset()
    },
    state: host.state,
    livez: descriptions.livez,
    verdict: verdict.read,
    wake: upstreams.wake,
    drain: drain.start,
    resume: drain.cancel,
    drained: drain.finished,
    hostedBy(program) {
      shutdownHost = program
    },
    onChange: listeners.add,
  }
}

function cliVersion(reports: readonly CheckReport[]): string | undefined {
  const version = reports.find(({ key }) => key === 'claude_cli')?.details['version']
  return typeof version === 'string' ? version : undefined
}

/** Requests that are sent there would come back. */
function isOurs({ hostname, port, host }: URL, own: { port: number; hosts: readonly string[] }): boolean {
  if (own.hosts.includes(host)) return true
  return Number(port || 80) === own.port && isLoopbackHost(hostname)
}

function cliStatus(reports: readonly CheckReport[], key: string): 0 | 1 | undefined {
  const report = reports.find((candidate) => candidate.key === key)
  if (report === undefined) return undefined
  return report.status === 'pass' ? 1 : 0
}
