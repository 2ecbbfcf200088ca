import type { IncomingMessage, ServerResponse } from 'node:http'
import { cleanName } from '../../shared/clean-target.ts'
import { AppError } from '../../shared/errors.ts'
import type { InFlightPhase } from '../../shared/livez.ts'
import type { BodyBudget } from './body-budget.ts'
import type { RouteAttempt } from './route/choose-route.ts'
import type { PartialResponse } from './aggregate/aggregate.ts'
import { shouldFallBack, fallBack } from './send/fall-back.ts'
import { ALLOWED_METHODS, maxForwards, refuseForward } from './gateway-rules.ts'
import type { HeaderRules } from './header-rules.ts'
import type { InFlightEntry } from './recorder/in-flight.ts'
import { isOpenAiPath, isOtherOpenAiPath } from './is-openai-path.ts'
import { inflateBody } from './inflate-body.ts'
import { headerValue } from './headers.ts'
import { readModel } from './route/read-model.ts'
import { sendOpenAi } from './send/send-openai.ts'
import { readBody } from './read-body.ts'
import type { ReadTurns } from './read-turns.ts'
import { reportForward } from './send/report-forward.ts'
import { type Outcome, relayFrom } from './relay.ts'
import { createInTurns, routeRequest } from './route/route-request.ts'
import type { RoutingConfig } from './route/routing-config.ts'
import type { Sender, SendPhase } from './send/send.ts'
import { type AttemptDeps, type Planned, sendAttempt } from './send/send-attempt.ts'
import { type NativeRequest, sendNative } from './send/send-native.ts'
import type { SlabPool } from './slab-pool.ts'
import type { ExchangeRecorder } from './recorder/exchange-recorder.ts'
import { type BudgetDeps, refuseOverBudget, withinBudget } from './within-budget.ts'

/** Anthropic accepts 32 MB; twice that leaves the rejection to the upstream. In bytes. */
const BODY_LIMIT = 64 * 1024 * 1024

export interface ProxyDeps extends AttemptDeps {
  pool: SlabPool
  /** Memory that the bodies of all requests may use until their responses begin, unless the log keeps them. */
  bodies: BodyBudget
  /** Shares the event loop between uploads, large responses and new connections. */
  readTurns: ReadTurns
  /** Current routing; a request keeps the one it began with. */
  routing: () => RoutingConfig
  rules: () => { request: HeaderRules; response: HeaderRules }
  budgetGuard: BudgetDeps['budgetGuard']
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  entry: InFlightEntry
  recorder: ExchangeRecorder
}

/** Changes a request that is not routed. */
export interface PassedChange {
  /** Path and query in place of the client's. */
  target: string
  wrap: (sender: Sender) => Sender
}

/**
 * Handles one `/v1` request from its first body byte to the close of its response.
 *
 * @param change only for requests that are not routed
 * @throws AppError when nothing was written to the client yet
 * @throws ClientGoneError when the client disconnected before its request was complete
 */
export async function proxyRequest(
  exchange: Exchange,
  deps: ProxyDeps,
  change?: PassedChange,
): Promise<Outcome | undefined> {
  const { req, recorder } = exchange
  if (deps.client.isOwnConnection(req.socket)) throw new AppError('upstream_is_self')
  const refusal = refuseForward(req, deps.pseudonym)
  if (refusal !== undefined) throw new AppError(refusal)
  if (deps.ownSecrets.isInPath(req.url ?? '/')) throw new AppError('bad_request_target')
  if (maxForwards(req) === 0) return answerOptions(exchange.res)

  const body = await readBody(req, {
    pool: deps.pool,
    budget: deps.bodies,
    turns: deps.readTurns,
    limit: BODY_LIMIT,
  })
  exchange.entry.setBytes(body.bytes.length)
  let held = true
  /**
   * An upstream that responded early may still be reading the body; then the memory is left to the garbage collector.
   */
  function release(): void {
    body.uncount()
    if (held && !deps.client.isWriting(body.bytes)) {
      held = false
      body.release()
    }
  }
  const isKept = recorder.keep(body.bytes, release)
  // A kept body counts in the log's budget, until the end of the exchange; counted here as well, it would make others
  // wait for memory that is there.
  if (isKept) body.uncount()
  // A stream lasts minutes: the memory of its request is reused meanwhile, unless the log keeps the body.
  const onResponse = isKept ? noop : release
  try {
    return await carry(exchange, { body: body.bytes, onResponse, change }, deps)
  } finally {
    onResponse()
  }
}

const noop = () => undefined

/** `Max-Forwards: 0` makes this gateway the final recipient (RFC 9110 §7.6.2). */
function answerOptions(res: ServerResponse): undefined {
  res.writeHead(204, { allow: ALLOWED_METHODS }).end()
}

async function carry(
  exchange: Exchange,
  { body, onResponse, change }: { body: Buffer; onResponse: () => void; change: PassedChange | undefined },
  deps: ProxyDeps,
): Promise<Outcome> {
  const { res, entry, recorder } = exchange
  const rules = deps.rules()
  /** Partial response of the last attempt, if it failed before the client received anything. */
  let partial: PartialResponse | undefined
  const planned = { body, rules: rules.request, onPartial: (latest?: PartialResponse) => (partial = latest) }
  const sender = await plan(exchange, { ...planned, change }, deps)
  const outcome = relayFrom(res, sender, {
    recorder,
    rewriteHeaders: rules.response.apply,
    turns: deps.readTurns,
    onPhase(phase) {
      entry.setPhase(IN_FLIGHT_PHASE[phase])
      if (phase === 'body') onResponse()
    },
  })
  return await outcome.catch((error: unknown) => {
    // The client gets our error; the partial response, which was billed, is logged.
    if (partial !== undefined) recorder.answered(partial.status, partial.headers)
    if (partial !== undefined) recorder.wrote(Buffer.from(partial.json))
    throw error
  })
}

/** Plans the attempts: which upstreams to ask, in which order. */
async function plan(
  exchange: Exchange,
  planned: Planned & { change: PassedChange | undefined },
  deps: ProxyDeps,
): Promise<Sender> {
  const { req, entry } = exchange
  const config = deps.routing()
  const kind = kindOf(req, config)
  if (kind === 'openai') return await passOpenAi(exchange, planned, deps)
  // Token counts are routed only if routing is configured: the provider that would receive the message must count.
  if (kind === 'other' || (kind === 'count' && config.isPassive)) return passThrough(exchange, planned, deps)

  const inTurns = createInTurns(deps.readTurns)
  const routed = await routeRequest(req, { body: planned.body, limit: BODY_LIMIT, config, inTurns })
  if (routed.model !== undefined) entry.setModel(cleanName(routed.model))
  const { rule, attempts, refusal } = routed.decision
  if (rule !== 'passthrough') exchange.recorder.ruled(rule)
  if (refusal !== undefined) throw new AppError(refusal.code, { issues: refusal.issues })
  const asked = { req, model: routed.model, json: routed.json, inTurns }
  // Counting tokens is free.
  const allowed = kind === 'messages' ? await withinBudget(attempts, asked, deps) : attempts
  const inOrder = allowed.length < 2 ? allowed : healthyFirst(allowed, deps)
  const senders = inOrder.map((attempt) =>
    sendAttempt(attempt, { ...exchange, routed, planned, kind, inTurns }, deps),
  )
  const [first, ...fallbacks] = senders
  if (first === undefined) throw new AppError('internal')
  if (fallbacks.length === 0) return first
  const onRefused = (status: number) => exchange.recorder.attempts.refusedInside(status)
  return fallBack([first, ...fallbacks], { shouldMoveOn: shouldFallBack, onRefused })
}

/** Moves providers with an open circuit to the end: the others respond sooner. */
function healthyFirst(attempts: readonly RouteAttempt[], deps: ProxyDeps): RouteAttempt[] {
  const isDown = ({ provider, target }: RouteAttempt) =>
    target.type !== 'anthropic' && deps.guards(provider).breaker.isOpen()
  return attempts.toSorted((a, b) => Number(isDown(a)) - Number(isDown(b)))
}

function passThrough(
  { req, entry, recorder }: Exchange,
  { change, ...planned }: Planned & { change: PassedChange | undefined },
  deps: ProxyDeps,
): Sender {
  const target = deps.routing().providers.get('anthropic')
  if (target === undefined) throw new AppError('internal')
  const body = hasBody(req) ? planned.body : null
  const watch: NativeRequest['watch'] = (sender, origin) =>
    recorder.attempts.watch(sender, { provider: 'anthropic', model: undefined, origin })
  const url = change?.target
  const request = { ...planned, req, url, body, isDecoded: false, demotes: false, watch }
  const { sender } = sendNative(target, request, deps)
  const forward = { req, entry, provider: 'anthropic', model: undefined, json: planned.body, demoted: false }
  const reported = reportForward(sender, forward, recorder)
  return change === undefined ? reported : change.wrap(reported)
}

/** Sends a request in OpenAI's format, unchanged, to the provider that the user named for such clients. */
async function passOpenAi(
  { req, entry, recorder }: Exchange,
  planned: Planned,
  deps: ProxyDeps,
): Promise<Sender> {
  const { providers, openaiClients } = deps.routing()
  const target = openaiClients === undefined ? undefined : providers.get(openaiClients)
  if (target === undefined || !target.config.enabled || target.type === 'anthropic')
    throw new AppError('use_messages')
  const { name: provider } = target.config
  const body = hasBody(req) ? planned.body : null
  const model = await readAskedModel(req, planned.body, deps)
  if (model !== undefined) entry.setModel(cleanName(model))
  if (body !== null) refuseOverBudget(target, { req, model }, deps)
  recorder.routed({ provider, format: 'openai' })
  const watch: NativeRequest['watch'] = (sender, origin) =>
    recorder.attempts.watch(sender, { provider, model, origin })
  const sender = sendOpenAi(target, { req, body, rules: planned.rules, watch }, deps)
  return reportForward(sender, { req, entry, provider, model, json: planned.body, demoted: false }, recorder)
}

/** Only for the log: a request without a model is the provider's to judge. */
async function readAskedModel(
  { rawHeaders }: IncomingMessage,
  body: Buffer,
  deps: ProxyDeps,
): Promise<string | undefined> {
  try {
    const coding = headerValue(rawHeaders, 'content-encoding')
    const json = coding === undefined ? body : await inflateBody(body, { coding, limit: BODY_LIMIT })
    return await createInTurns(deps.readTurns)(readModel(json))
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

const IN_FLIGHT_PHASE = {
  connect: 'connecting',
  send: 'connecting',
  wait: 'waiting',
  body: 'streaming',
  done: 'streaming',
} as const satisfies Record<SendPhase, InFlightPhase>

/** Matches the path only: Claude Code sends `?beta=true`. */
function kindOf(
  { method, url = '/' }: IncomingMessage,
  { openaiClients }: Pick<RoutingConfig, 'openaiClients'>,
): 'messages' | 'count' | 'openai' | 'other' {
  const isOpenAi = isOpenAiPath(url) || (openaiClients !== undefined && isOtherOpenAiPath(url))
  if (isOpenAi) return 'openai'
  if (method !== 'POST') return 'other'
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  if (path === '/v1/messages') return 'messages'
  if (path === '/v1/messages/count_tokens') return 'count'
  return 'other'
}

function hasBody(req: IncomingMessage): boolean {
  return req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined
}
