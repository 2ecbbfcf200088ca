import type { FastifyInstance, RouteShorthandOptions } from 'fastify'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getSystemErrorName } from 'node:util'
import { AppError, type ErrorCode, ERRORS } from '../../../shared/errors.ts'
import type { AdvertisedModel } from '../../../shared/live-settings.ts'
import type { EndedBy } from '../../../shared/request-log.ts'
import { SECURITY_HEADERS } from '../../../shared/security-headers.ts'
import type { CopyBudget } from '../../proxy/answer-copy.ts'
import type { InFlight, InFlightEntry } from '../../proxy/in-flight.ts'
import { proxyRequest, type ProxyDeps } from '../../proxy/proxy-request.ts'
import { ClientGoneError } from '../../proxy/read-body.ts'
import type { Outcome } from '../../proxy/relay.ts'
import { listModels } from '../../proxy/route/list-models.ts'
import { createTrace, type Trace } from '../../proxy/trace.ts'
import type { Access } from '../access.ts'
import type { Drain } from '../drain.ts'
import { replyError } from '../errors.ts'
import type { FinishedRequest, StartedRequest } from '../finished-request.ts'
import type { Logger } from '../logger.ts'

export interface V1Deps {
  proxy: ProxyDeps
  inFlight: InFlight
  drain: Drain
  log: Logger
  newId: () => string
  access: Access
  /** Whether bodies are wanted in the log, and where their memory comes from. */
  copies: { budget: CopyBudget; keepsRequests: () => boolean }
  /** What `/v1/models` lists. */
  models: () => readonly AdvertisedModel[]
  /** True once a shutdown closes connections: what ends then, it ended. */
  isStopping: () => boolean
  /** Called when a counted request arrives. */
  onStarted: (request: StartedRequest) => void
  /** Called once for every request that was counted, when it is over. Its memory is only lent. */
  onFinished: (request: FinishedRequest) => void
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  entry: InFlightEntry
  trace: Trace
}

/** Answers one counted request. Resolves with how a proxied exchange ended; rejects before anything was written. */
type Handler = (exchange: Exchange) => Promise<Outcome | undefined>

/** `/v1/*`: counted, refused while a drain says so, and carried to the upstream unless we answer it ourselves. */
export function registerV1(app: FastifyInstance, deps: V1Deps): void {
  function route(handler: Handler): RouteShorthandOptions & { handler: () => void } {
    return {
      // Taken over before Fastify looks at the body: content types and lengths are the upstream's matter.
      onRequest(request, reply) {
        reply.hijack()
        handle({ req: request.raw, res: reply.raw }, handler, deps).catch((error: unknown) => {
          deps.log.error({ err: error }, 'a request could not be accounted for')
          reply.raw.destroy()
        })
      },
      handler: () => undefined,
    }
  }

  app.post(
    '/v1/chat/completions',
    route(() => Promise.reject(new AppError('use_messages'))),
  )
  app.get(
    '/v1/models',
    route((exchange) => sendModels(exchange, deps)),
  )
  app.all(
    '/v1/*',
    route((exchange) => proxyRequest(exchange, deps.proxy)),
  )
}

async function handle(raw: Omit<Exchange, 'entry' | 'trace'>, handler: Handler, deps: V1Deps): Promise<void> {
  const { req, res } = raw
  // A pipelined request waits for its turn: until then its response has no socket to cut, nor a 'close' to end it.
  if (res.socket === null) await once(res, 'socket')
  const id = deps.newId()
  if (!deps.access.isTrusted(req)) return replyError(res, 'key_required', id)
  if (deps.drain.refuses()) return replyError(res, 'draining', id)

  const path = pathOf(req)
  const entry = deps.inFlight.enter({ id, path })
  res.once('close', () => entry.leave())
  const startedAt = performance.now()
  const trace = createTrace({
    now: () => performance.now(),
    budget: deps.copies.budget,
    pool: deps.proxy.pool,
    keepsRequest: deps.copies.keepsRequests(),
    heard: entry.heard,
  })
  watch(deps.log, () => deps.onStarted(describeStart(req, id)))
  const conclusion = await conclude({ req, res, entry, trace }, handler, { id, isStopping: deps.isStopping })
  const ms = performance.now() - startedAt
  const facts = await trace.read()
  const phase = conclusion.isWhole ? 'done' : facts.phase
  const { error } = conclusion
  if (error !== undefined)
    logFailure(deps.log, error, { request_id: id, path, phase, elapsed_ms: Math.round(ms) })
  watch(deps.log, () =>
    deps.onFinished({
      ...facts,
      ...conclusion,
      id,
      ms,
      phase,
      method: req.method ?? 'GET',
      endpoint: ENDPOINTS.has(path) ? path : '/v1/*',
      model: entry.model(),
      error: errorOf(conclusion),
    }),
  )
  trace.release()
}

function describeStart(
  { method = 'GET', url = '/', rawHeaders }: IncomingMessage,
  id: string,
): StartedRequest {
  return { id, startedAt: Date.now(), method, target: url, headers: rawHeaders }
}

function errorOf({ error, status }: Conclusion): string | undefined {
  if (error !== undefined) return error.code
  return status >= 400 && status !== CLIENT_GONE ? `upstream_${status}` : undefined
}

/** Whoever counts requests must not break one. */
function watch(log: Logger, tell: () => void): void {
  try {
    tell()
  } catch (error) {
    log.error({ err: error }, 'a request could not be counted')
  }
}

/** nginx's word for a client that closed first; never sent, only counted. */
const CLIENT_GONE = 499

/** Paths that are labels of their own; what else clients ask for below `/v1/` is counted together. */
const ENDPOINTS = new Set(['/v1/messages', '/v1/messages/count_tokens', '/v1/models', '/v1/chat/completions'])

interface Conclusion {
  /** What the client got, or 499. */
  status: number
  who: Exclude<EndedBy, 'crash'>
  /** True where the client was given all that there was to give. */
  isWhole: boolean
  error?: AppError
  /** True once the upstream's headers were there. */
  fromUpstream: boolean
}

/** Runs the handler and answers for it where it could not. Never rejects. */
async function conclude(
  exchange: Exchange,
  handler: Handler,
  { id, isStopping }: { id: string; isStopping: () => boolean },
): Promise<Conclusion> {
  try {
    const outcome = await handler(exchange)
    const own = exchange.res.statusCode
    if (outcome === undefined) return { status: own, who: 'proxy', isWhole: true, fromUpstream: false }
    const { status = CLIENT_GONE, error } = outcome
    const hasLeft = outcome.who === 'client'
    return {
      status: hasLeft && error === undefined ? CLIENT_GONE : status,
      who: hasLeft && isStopping() ? 'shutdown' : outcome.who,
      isWhole: outcome.phase === 'done' && !hasLeft,
      fromUpstream: outcome.status !== undefined,
      ...(error !== undefined && { error }),
    }
  } catch (error) {
    if (error instanceof ClientGoneError) {
      const who = isStopping() ? 'shutdown' : 'client'
      return { status: CLIENT_GONE, who, isWhole: false, fromUpstream: false }
    }
    const known = error instanceof AppError ? error : new AppError('internal', { cause: error })
    replyError(exchange.res, known, id)
    const who = UPSTREAM_FAULTS.has(known.code) ? 'upstream' : 'proxy'
    return { status: ERRORS[known.code].status, who, isWhole: false, error: known, fromUpstream: false }
  }
}

/** Failures that are not ours, though we put them into words. */
const UPSTREAM_FAULTS: ReadonlySet<ErrorCode> = new Set(['upstream_unreachable', 'upstream_broke'])

/** An empty list says: any model that the upstream knows will do. */
function sendModels({ res }: Exchange, { models }: V1Deps): Promise<undefined> {
  const body = Buffer.from(JSON.stringify(listModels(models(), STARTED)))
  const headers = { ...SECURITY_HEADERS, 'content-type': 'application/json', 'content-length': body.length }
  res.writeHead(200, headers).end(body)
  return Promise.resolve(undefined)
}

/** Models have no date of their own here. In seconds since 1970. */
const STARTED = Math.round(performance.timeOrigin / 1000)

/** The cause's code says what happened; its message could carry an address, and is left out. */
function logFailure(log: Logger, error: AppError, facts: Record<string, unknown>): void {
  const unexpected = error.code === 'internal' && { err: error.cause }
  log.warn({ ...facts, error: error.code, cause: causeCode(error.cause), ...unexpected }, 'a request failed')
}

/** `errno` before `code`, because the upstream client gives a lost connection undici's code. */
function causeCode(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined
  if ('errno' in cause && typeof cause.errno === 'number') return getSystemErrorName(cause.errno)
  return 'code' in cause ? cause.code : undefined
}

function pathOf(req: IncomingMessage): string {
  const url = req.url ?? '/'
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
