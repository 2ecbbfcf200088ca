import { throttle } from '../base/throttle.ts'
import { createListeners } from '../base/listeners.ts'
import type { Signalbox } from '../base/signalbox.ts'
import type { Logger } from '../logging/logger.ts'
import { createLogTap, type LogTap } from '../logging/create-log-tap.ts'
import { followDrain } from '../connect/follow-drain.ts'
import { createInFlight } from '../proxy/recorder/in-flight.ts'
import { createTrust } from '../proxy/outbound/trust.ts'
import { createUpstreamClient, type UpstreamClient } from '../proxy/send/upstream-client.ts'
import { createDrain } from '../server/drain.ts'
import { createOwnAddress } from '../server/guard/own-address.ts'
import { createRequestHistory } from '../server/requests/request-history.ts'
import type { Settings } from '../settings/settings.ts'
import { fixedSources, wireSources } from './data-sources.ts'
import { claudeVersion, wireHealth } from './health.ts'
import type { LoginEnvironment } from './login-environment.ts'
import { wireServer } from './server.ts'
import { wireUpstreams, wireVerdict } from './verdict.ts'

/** Minimum interval between two change notifications to the hosts, in ms. */
const CHANGE_INTERVAL_MS = 100

export interface SignalboxOptions {
  settings: Settings
  log: Logger
  /** Keeps recent lines of `log` for the logs page; without it that page is empty. */
  tap?: LogTap
  version: string
  /** Folder of the built pages; undefined if they were not built. */
  pages: string | undefined
  /** Environment whose CLIs and sign-ins are checked; without it only the proxy is checked, and nothing is logged. */
  env?: NodeJS.ProcessEnv
  /** Answer of the user's login shell; absent if it was not asked. `env` and `settings` contain its variables. */
  loginShell?: LoginEnvironment | 'silent'
}

/** Builds the program from its parts. Nothing listens until `start`. */
export async function createSignalbox(options: SignalboxOptions): Promise<Signalbox> {
  const { settings, log, tap = createLogTap(), version, pages, env, loginShell } = options
  const listeners = createListeners()
  const onChange = throttle(CHANGE_INTERVAL_MS, () => {
    verdict.judge()
    listeners.notify()
  })
  const elapsed = () => performance.now()
  const inFlight = createInFlight(elapsed)
  const drain = createDrain({
    inFlight,
    ceilingMs: settings.drainCeilingMs,
    elapsed,
    now: Date.now,
    log: (message, facts) => log.info(facts, message),
  })
  const client = createClient({ settings, log, beforeDispatch: () => upstreams.noticeNap() })
  const address = createOwnAddress(settings)
  const { isSelf } = address
  const foundVersion = () => claudeVersion(health.reports())
  const watched = { settings, log, tap, isSelf, loginShell, claudeVersion: foundVersion }
  const sources = env === undefined ? fixedSources(settings) : wireSources({ ...watched, env })
  const { requestLog, connector, connection, routing } = sources
  const history = createRequestHistory({ now: Date.now, hasEarlier: requestLog?.hasEarlier })
  const upstreams = wireUpstreams({ settings, routing: routing.read, client, isWatched: env !== undefined })
  const cliPaths = { claude: settings.claudeCliPath, codex: settings.codexCliPath }
  const health = wireHealth({ env, version, upstreams, log, cliPaths, loginShell, store: requestLog?.store })
  const verdict = wireVerdict({
    server: () => server.state(),
    drain: drain.state,
    inFlight: inFlight.count,
    upstreams,
    proxyOf: client.proxyOf,
    reports: health.reports,
    critical: settings.health.critical,
    connection,
    hasCarried: history.hasCarried,
  })
  const parts = { sources, upstreams, health, verdict, inFlight, drain, history, address }
  const server = await wireServer({ settings, log, version, pages, client, ...parts, onChange })
  for (const source of [inFlight, drain, health, upstreams, connection]) source?.onChange(onChange)
  routing.onChange(() => void health.recheck(['providers']))
  const baseUrl = () => {
    const state = server.state()
    return state.state === 'running' ? state.baseUrl : undefined
  }
  const settingsFollowed = connector && followDrain({ connector, drain, baseUrl })

  return {
    async start(where) {
      const state = await server.start(where)
      if (state.state === 'failed') void connector?.failed()
      if (state.state !== 'running') return state
      health.start()
      connection?.start()
      void connector?.listening(state.baseUrl)
      void history.lookBack().then(onChange)
      return state
    },
    async stop() {
      // Running sessions are notified while they can still get responses.
      await settingsFollowed?.()
      await connector?.stopping()
      await server.stop()
      upstreams.stop()
      await health.stop()
      await sources.close()
      await client.reset()
    },
    endingNow: sources.restoreAtOnce,
    state: server.state,
    livez: server.livez,
    verdict: verdict.read,
    wake: upstreams.wake,
    drain: drain.start,
    resume: drain.cancel,
    drained: drain.finished,
    hostedBy: server.hostedBy,
    onChange: listeners.add,
  }
}

function createClient(options: {
  settings: Settings
  log: Logger
  beforeDispatch: () => void
}): UpstreamClient {
  const { settings, log, beforeDispatch } = options
  const { outbound, ca, systemCa } = settings.upstreams
  const onUnreadable = (error: unknown) =>
    log.warn({ err: error }, 'The system’s authorities can’t be read. Only those of Node are trusted.')
  const trust = createTrust({ ca, system: systemCa, onUnreadable })
  return createUpstreamClient({ connectTimeoutMs: 10_000, outbound, trust, beforeDispatch })
}
