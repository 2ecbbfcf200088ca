import type { FastifyInstance, RouteShorthandOptions } from 'fastify'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { cleanPath, splitTarget } from '../../../shared/clean-target.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AdvertisedModel } from '../../../shared/live-settings.ts'
import { SECURITY_HEADERS } from '../../../shared/security-headers.ts'
import type { CopyBudget } from '../../proxy/recorder/response-copy.ts'
import type { InFlight, InFlightEntry } from '../../proxy/recorder/in-flight.ts'
import { proxyRequest, type ProxyDeps } from '../../proxy/exchange.ts'
import type { Outcome } from '../../proxy/relay.ts'
import { listModels, WHOLE_LIST } from '../../proxy/route/list-models.ts'
import { joinModels } from '../../proxy/send/join-models.ts'
import { createExchangeRecorder, type ExchangeRecorder } from '../../proxy/recorder/exchange-recorder.ts'
import type { Access } from '../guard/access.ts'
import { conclude } from '../requests/conclude.ts'
import type { Drain } from '../drain.ts'
import { replyError } from '../errors.ts'
import type { StartedRequest } from '../../../shared/request-stages.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import { type Conclusion, type End, judgeEnd } from '../requests/judge-end.ts'
import { servedBy } from '../requests/served-by.ts'
import type { Logger } from '../../logging/logger.ts'

export interface V1Deps {
  proxy: ProxyDeps
  inFlight: InFlight
  drain: Drain
  log: Logger
  newId: () => string
  access: Access
  /** Memory for captured bodies, and whether request bodies are captured. */
  copies: { budget: CopyBudget; keepsRequests: () => boolean }
  /** The models that `/v1/models` lists before the upstream's. */
  models: () => readonly AdvertisedModel[]
  /** True once a shutdown closes connections: requests that end then are attributed to it. */
  isStopping: () => boolean
  /** Called when a counted request arrives. */
  onStarted: (request: StartedRequest) => void
  /** Called once per counted request, at its end. Its memory is only valid during the call. */
  onFinished: (request: FinishedRequest) => void
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  entry: InFlightEntry
  recorder: ExchangeRecorder
}

/**
 * Handles one counted request. Resolves with the outcome of a relayed exchange; rejects only before anything was
 * written.
 */
type Handler = (exchange: Exchange) => Promise<Outcome | undefined>

/**
 * `/v1/*`: counted, refused while the drain refuses requests, and relayed upstream unless we answer it ourselves.
 *
 * @returns a listener that bypasses the router, for requests that match `isMessagesRequest`
 */
export function registerV1(app: FastifyInstance, deps: V1Deps): RequestListener {
  function serve({ req, res }: Pick<Exchange, 'req' | 'res'>, handler: Handler): void {
    // A slow or paused reader is never cut: the connection's idle check looks for this listener.
    res.on('timeout', noop)
    handle({ req, res }, handler, deps).catch((error: unknown) => {
      deps.log.error({ err: error }, 'failed to record request')
      res.destroy()
    })
  }
  function route(handler: Handler): RouteShorthandOptions & { handler: () => void } {
    return {
      // Hijacked before Fastify reads the body: content types and lengths are for the upstream to judge.
      onRequest({ raw: req }, reply) {
        reply.hijack()
        serve({ req, res: reply.raw }, handler)
      },
      handler: noop,
    }
  }
  const carry: Handler = (exchange) => proxyRequest(exchange, deps.proxy)

  // Routes of their own only for the OpenAPI document.
  for (const path of ['/v1/responses', '/v1/chat/completions']) app.post(path, route(carry))
  app.get(
    '/v1/models',
    route((exchange) =>
      isApiClient(exchange.req) ? carryModels(exchange, deps) : sendModels(exchange, deps),
    ),
  )
  app.all('/v1/*', route(carry))
  return (req, res) => serve({ req, res }, carry)
}

const noop = () => undefined

/** Nearly every request is one. Compares the path as the router would. */
export function isMessagesRequest({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
  return method === 'POST' && (url === MESSAGES || url.startsWith(`${MESSAGES}?`))
}

const MESSAGES = '/v1/messages'

async function handle(
  raw: Omit<Exchange, 'entry' | 'recorder'>,
  handler: Handler,
  deps: V1Deps,
): Promise<void> {
  const { req, res } = raw
  // The response of a pipelined request has no socket until its turn, so it can't be cut and emits no 'close'.
  if (res.socket === null) await once(res, 'socket')
  const id = deps.newId()
  if (!deps.access.isTrusted(req)) return replyError(res, 'key_required', id)
  const { path } = splitTarget(req.url ?? '/')
  const shownPath = cleanPath(path)
  const isRefused = deps.drain.refuses()
  // Refused requests aren't in flight, or a drain would wait for them.
  const entry = isRefused
    ? undefined
    : deps.inFlight.enter({ id, path: shownPath, method: req.method, session: sessionOf(req) })
  let closer: 'client' | 'shutdown' = 'client'
  res.on('close', () => {
    // Read now, because a server that restarts may have reset it by the time the handler returns.
    if (deps.isStopping()) closer = 'shutdown'
    entry?.leave()
  })
  const startedAt = performance.now()
  const recorder = createExchangeRecorder({
    now: () => performance.now(),
    budget: deps.copies.budget,
    pool: deps.proxy.pool,
    keepsRequest: deps.copies.keepsRequests(),
    ...(entry !== undefined && { heard: entry.heard }),
  })
  entry?.setBody(() => recorder.requestBody())
  watch(deps.log, () => deps.onStarted(describeStart(req, id)))
  const run = () =>
    entry === undefined ? Promise.reject(new AppError('draining')) : handler({ req, res, entry, recorder })
  const conclusion = await conclude(run, {
    res,
    id,
    closer: () => (deps.isStopping() ? 'shutdown' : closer),
  })
  const ms = performance.now() - startedAt
  const facts = await recorder.read()
  const end = judgeEnd(conclusion, facts, path)
  if (!isRefused)
    logEnd(deps.log, { end, conclusion, forward: recorder.takeLostForward(), id, path: shownPath, ms })
  const model = entry?.model()
  watch(deps.log, () =>
    deps.onFinished({
      ...facts,
      ...end,
      ...servedBy(model, facts),
      requestId: id,
      durationMs: ms,
      countedStatus: conclusion.status,
      method: req.method ?? 'GET',
      template: ENDPOINTS.has(path) ? path : '/v1/*',
      model,
      session: sessionOf(req),
      isAgent: req.headers['x-claude-code-agent-id'] !== undefined,
    }),
  )
  recorder.release()
}

function describeStart(
  { method = 'GET', url = '/', rawHeaders }: IncomingMessage,
  requestId: string,
): StartedRequest {
  return { requestId, startedAt: Date.now(), method, target: url, headers: rawHeaders }
}

/** A failure to count a request must never break it. */
function watch(log: Logger, tell: () => void): void {
  try {
    tell()
  } catch (error) {
    log.error({ err: error }, 'failed to count request')
  }
}

/** Paths with a label of their own; all others below `/v1/` share one. */
const ENDPOINTS = new Set([
  '/v1/messages',
  '/v1/messages/count_tokens',
  '/v1/models',
  '/v1/responses',
  '/v1/chat/completions',
])

/** Not a health check or a browser: those ask without credentials, which the upstream would refuse. */
function isApiClient({ headers }: IncomingMessage): boolean {
  const { authorization = '' } = headers
  const isBearer = /^bearer /i.test(authorization)
  return isBearer || headers['anthropic-version'] !== undefined || headers['x-api-key'] !== undefined
}

/** The upstream's own list, untouched if there are no models to add. */
function carryModels(exchange: Exchange, { models, proxy }: V1Deps): ReturnType<Handler> {
  const own = models()
  if (own.length === 0) return proxyRequest(exchange, proxy)
  const { path, query } = splitQuery(exchange.req)
  const join = (upstream: unknown) => listModels(own, { upstream, created: STARTED, query })
  const target = `${path}?${WHOLE_LIST}`
  return proxyRequest(exchange, proxy, { target, wrap: (sender) => joinModels(sender, join) })
}

/** An empty list means that any model known to the upstream is allowed. */
function sendModels({ req, res }: Exchange, { models }: V1Deps): Promise<undefined> {
  const list = listModels(models(), { created: STARTED, query: splitQuery(req).query })
  const body = Buffer.from(JSON.stringify(list))
  const headers = { ...SECURITY_HEADERS, 'content-type': 'application/json', 'content-length': body.length }
  res.writeHead(200, headers).end(body)
  return Promise.resolve(undefined)
}

function splitQuery({ url = '' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const { path, query = '' } = splitTarget(url)
  return { path, query: new URLSearchParams(query) }
}

/** Our models have no creation date. In seconds since 1970. */
const STARTED = Math.round(performance.timeOrigin / 1000)

/** Errors of the upstream itself are in the request log. */
const ANSWERED = /^upstream_\d{3}$/

interface EndedExchange {
  end: End
  conclusion: Conclusion
  /** See `describeForward`; undefined if the upstream responded. */
  forward: string | undefined
  id: string
  path: string
  ms: number
}

/** Logs one line per failed request. Includes the cause's code but not its message, which may hold an address. */
function logEnd(log: Logger, { end, conclusion, forward, id, path, ms }: EndedExchange): void {
  const { phase, error, cause } = end
  const facts = { request_id: id, path, phase, elapsed_ms: Math.round(ms) }
  if (end.endedBy === 'client' || end.endedBy === 'shutdown') {
    if (forward !== undefined) log.info({ ...facts, forward }, 'client disconnected before the response')
    return
  }
  const isOurs = error !== undefined && !ANSWERED.test(error)
  if (!isOurs && forward === undefined) return
  const unexpected = conclusion.error?.code === 'internal' && { err: conclusion.error.cause }
  log.warn({ ...facts, error, cause, forward, ...unexpected }, 'request failed')
}

function sessionOf({ headers }: IncomingMessage): string | undefined {
  const session = headers['x-claude-code-session-id']
  return typeof session === 'string' ? session.slice(0, MAX_SESSION) : undefined
}

/** Claude Code's session ids are 36 characters long. */
const MAX_SESSION = 128
