import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildApp } from './build-app.ts'
import { replyError } from './errors.ts'
import { createEventHub, type EventHub } from './events/create-event-hub.ts'
import { createExportThread } from '../export/create-export-thread.ts'
import type { ServerDeps } from './server-deps.ts'
import { originsOf } from './guard/guard-rules.ts'
import { guard, type GuardRules } from './guard/guard.ts'
import type { DashboardSources } from './routes/dashboard.ts'

export interface HttpApp {
  onRequest: (req: IncomingMessage, res: ServerResponse) => void
  /** Handles requests on connections above the capacity: answers probes only. */
  onCrowded: (req: IncomingMessage, res: ServerResponse) => void
}

export interface Server extends HttpApp {
  /** Ends the event streams and exports of open dashboards, so that a shutdown doesn't have to cut them. */
  endEvents: () => void
}

/** The guard and the routes without a listener, for connections from any source. */
export async function createServer(deps: ServerDeps): Promise<Server> {
  const hub = deps.dashboard && createHub(deps, deps.dashboard)
  const exports = createExportThread()
  const route = await buildApp(deps, { hub, exports })

  /** The Host check protects callers that need no key. Other machines need one, and use host names unknown to us. */
  function rulesFor(req: IncomingMessage): GuardRules {
    const rules = deps.guardRules()
    if (deps.access.isLocal(req)) return rules
    const own = originsOf(req.socket)
    return {
      hosts: ANY_HOST,
      origins: { has: (origin) => rules.origins.has(origin) || own.includes(origin) },
    }
  }

  function receive(req: IncomingMessage, res: ServerResponse): void {
    const refusal = guard(guarded(req), rulesFor(req))
    if (refusal !== undefined) return replyError(res, refusal, deps.newId())
    if (isUpgrade(req)) {
      // Codex falls back to POST as soon as the upgrade is refused.
      res.shouldKeepAlive = false
      return replyError(res, 'no_websocket', deps.newId())
    }
    if (hasUnknownExpectation(req)) return replyError(res, 'unknown_expectation', deps.newId())
    // A client that reused this connection after the shutdown's last response would get a reset.
    if (deps.drain.state()?.deadline_at !== undefined) res.shouldKeepAlive = false
    toOriginForm(req)
    route(req, res)
  }

  function onRequest(req: IncomingMessage, res: ServerResponse): void {
    // An exception in one request must not end the other streams.
    try {
      receive(req, res)
    } catch (error) {
      deps.log.error({ err: error }, 'request failed before routing')
      replyError(res, 'internal', deps.newId())
    }
  }

  return {
    onRequest,
    onCrowded(req, res) {
      res.shouldKeepAlive = false
      if (PROBE.test(req.url ?? '')) onRequest(req, res)
      else replyError(res, 'too_many_connections', deps.newId())
    },
    endEvents() {
      hub?.close()
      exports.close()
    },
  }
}

function createHub(
  { livez, inFlight, drain, onVerdict }: ServerDeps,
  { log, settings }: DashboardSources,
): EventHub {
  return createEventHub({
    livez,
    log,
    onSettings: settings.onChange,
    onLivez(listener) {
      const ends = [inFlight.onChange(listener), drain.onChange(listener), onVerdict(listener)]
      return () => ends.forEach((end) => end())
    },
  })
}

const ANY_HOST = { has: () => true }

function guarded(req: IncomingMessage): { method: string; url: string; rawHeaders: string[] } {
  return { method: req.method ?? 'GET', url: req.url ?? '/', rawHeaders: req.rawHeaders }
}

/** The guard has verified that an absolute target names this server. */
function toOriginForm(req: IncomingMessage): void {
  if (req.url?.startsWith('http://') === true) req.url = req.url.slice(req.url.indexOf('/', 'http://'.length))
}

const PROBE = /^\/(?:livez|health(?:\/[a-z]+)?)(?:\?|$)/

/**
 * Without an upgrade listener, Node passes upgrades on as requests. `Upgrade` without the matching `Connection` option
 * requests nothing (RFC 9110 §7.8).
 */
function isUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade !== undefined && /(?:^|[\s,])upgrade(?:[\s,]|$)/i.test(headers.connection ?? '')
}

/** Node has answered `100-continue` already, matched by the same expression. HTTP/1.0 has no expectations. */
function hasUnknownExpectation({ headers, httpVersion }: IncomingMessage): boolean {
  return (
    headers.expect !== undefined &&
    httpVersion === '1.1' &&
    !/(?:^|\W)100-continue(?:$|\W)/i.test(headers.expect)
  )
}
