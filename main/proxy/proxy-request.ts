import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../../shared/errors.ts'
import type { InFlightPhase } from '../../shared/livez.ts'
import { countTokens } from '../providers/count-tokens.ts'
import type { RouteAttempt } from './choose-route.ts'
import { type CircuitBreaker, guardWithBreaker } from './circuit-breaker.ts'
import { asksForAnother, fallBack } from './fall-back.ts'
import type { HeaderRules } from './header-rules.ts'
import type { InFlightEntry } from './in-flight.ts'
import { type RateLimiter, limitRate } from './rate-limiter.ts'
import { readBody } from './read-body.ts'
import { type Outcome, relayFrom } from './relay.ts'
import { type RoutedRequest, routeRequest } from './route-request.ts'
import type { RoutingConfig } from './route/routing-config.ts'
import type { Sender, SendPhase } from './send.ts'
import { type NativeDeps, sendNative } from './send-native.ts'
import { answerCount } from './answer-count.ts'
import { sendTranslated, type TranslatedDeps } from './send-translated.ts'
import type { SlabPool } from './slab-pool.ts'
import type { Trace } from './trace.ts'

/** Anthropic takes 32 MB; twice that leaves the verdict to the upstream. In bytes. */
const BODY_LIMIT = 64 * 1024 * 1024

export interface ProxyDeps extends NativeDeps {
  pool: SlabPool
  /** What holds now; a request keeps what it began with. */
  routing: () => RoutingConfig
  rules: () => { request: HeaderRules; response: HeaderRules }
  /** Asks Anthropic for streams where clients ask for none. */
  demotes: boolean
  translated: TranslatedDeps
  /** What guards one of the other providers, by its name. */
  guards: (provider: string) => ProviderGuards
  /** An open circuit refuses, instead of only losing to a fallback. */
  circuitRefuses: boolean
}

export interface ProviderGuards {
  breaker: CircuitBreaker
  limiter: RateLimiter | undefined
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  entry: InFlightEntry
  trace: Trace
}

/**
 * Handles one `/v1` request from its first body byte to the close of its response.
 *
 * @throws AppError when nothing was written to the client yet
 * @throws ClientGoneError when the client left before its request was whole
 */
export async function proxyRequest(exchange: Exchange, deps: ProxyDeps): Promise<Outcome> {
  const { req, trace } = exchange
  if (deps.client.isOwnConnection(req.socket)) throw new AppError('upstream_is_self')

  const body = await readBody(req, { pool: deps.pool, limit: BODY_LIMIT })
  let held = true
  /** An upstream that answered early may not have read all of it; then the collector takes the memory. */
  function release(): void {
    if (held && !deps.client.isWriting(body.bytes)) {
      held = false
      body.release()
    }
  }
  const isKept = trace.keep(body.bytes, release)
  // A stream lasts minutes; the memory of its request serves others meanwhile, unless the log wants it.
  const onAnswer = isKept ? () => undefined : release
  try {
    return await carry(exchange, { body: body.bytes, onAnswer }, deps)
  } finally {
    if (!isKept) release()
  }
}

async function carry(
  exchange: Exchange,
  { body, onAnswer }: { body: Buffer; onAnswer: () => void },
  deps: ProxyDeps,
): Promise<Outcome> {
  const { res, entry, trace } = exchange
  const rules = deps.rules()
  const sender = await plan(exchange, { body, rules: rules.request }, deps)
  return relayFrom(res, sender, {
    trace,
    rewriteHeaders: rules.response.apply,
    onPhase(phase) {
      entry.setPhase(IN_FLIGHT_PHASE[phase])
      if (phase === 'body') onAnswer()
    },
  })
}

interface Planned {
  body: Buffer
  rules: HeaderRules
}

/** Who is asked, in order, and how. */
async function plan(exchange: Exchange, { body, rules }: Planned, deps: ProxyDeps): Promise<Sender> {
  const { req, entry } = exchange
  const config = deps.routing()
  const kind = kindOf(req)
  // A count is only routed where it would not be counted right: at the provider that the message would go to.
  if (kind === 'other' || (kind === 'count' && config.isPassive))
    return passThrough(req, { body, rules }, deps)

  const routed = await routeRequest(req, { body, limit: BODY_LIMIT, config })
  if (routed.model !== undefined) entry.setModel(routed.model)
  const { attempts, refusal } = routed.decision
  if (refusal !== undefined) throw new AppError(refusal.code, { details: refusal.details })
  const inOrder = attempts.length < 2 ? attempts : healthyFirst(attempts, deps)
  const senders = inOrder.map((attempt) => attemptOf(attempt, { exchange, routed, rules, kind }, deps))
  const [first, ...fallbacks] = senders
  if (first === undefined) throw new AppError('internal')
  return fallbacks.length === 0 ? first : fallBack([first, ...fallbacks], asksForAnother)
}

/** A provider that is believed to be down comes last: the others would answer sooner. */
function healthyFirst(attempts: readonly RouteAttempt[], deps: ProxyDeps): RouteAttempt[] {
  const isDown = ({ provider, target }: RouteAttempt) =>
    target.type !== 'anthropic' && deps.guards(provider).breaker.isOpen()
  return attempts.toSorted((a, b) => Number(isDown(a)) - Number(isDown(b)))
}

function passThrough(req: IncomingMessage, { body, rules }: Planned, deps: ProxyDeps): Sender {
  const target = deps.routing().providers.get('anthropic')
  if (target === undefined) throw new AppError('internal')
  const request = { req, body: hasBody(req) ? body : null, isDecoded: false, demotes: false, rules }
  return sendNative(target, request, deps).sender
}

interface AttemptContext {
  exchange: Exchange
  routed: RoutedRequest
  rules: HeaderRules
  kind: 'messages' | 'count'
}

/** Decided when it is its turn: a fallback that is not needed costs nothing. */
function attemptOf(attempt: RouteAttempt, context: AttemptContext, deps: ProxyDeps): Sender {
  const { exchange, routed, rules, kind } = context
  const { req, entry, trace } = exchange
  const { provider, target, model } = attempt
  const name = provider === 'anthropic' && model === undefined ? undefined : (model ?? routed.model)
  if (target.type !== 'anthropic' && kind === 'count') {
    return answerCount(() => countTokens(routed.messageFor(attempt)))
  }
  if (target.type !== 'anthropic') {
    const message = () => routed.messageFor(attempt)
    const request = { id: entry.id, attempt, model: routed.model, message, rules }
    const sender = guarded(sendTranslated(request, deps.translated), provider, deps)
    return (receiver) => {
      trace.routed({ provider, model: name })
      return sender(receiver)
    }
  }
  return (receiver) => {
    const { bytes, isDecoded } = routed.bytesFor(attempt)
    const demotes = deps.demotes && kind === 'messages'
    const native = sendNative(target, { req, body: bytes, isDecoded, demotes, rules }, deps)
    trace.routed({ provider, model: name, demoted: native.isDemoted })
    return native.sender(receiver)
  }
}

function guarded(sender: Sender, provider: string, deps: ProxyDeps): Sender {
  const { breaker, limiter } = deps.guards(provider)
  const limited = limiter === undefined ? sender : limitRate(sender, limiter)
  return guardWithBreaker(limited, breaker, { refuses: deps.circuitRefuses })
}

const IN_FLIGHT_PHASE = {
  connect: 'connecting',
  send: 'connecting',
  wait: 'waiting',
  body: 'streaming',
  done: 'streaming',
} as const satisfies Record<SendPhase, InFlightPhase>

/** Matched by path alone: Claude Code sends `?beta=true`. */
function kindOf({ method, url = '/' }: IncomingMessage): 'messages' | 'count' | 'other' {
  if (method !== 'POST') return 'other'
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  if (path === '/v1/messages') return 'messages'
  return path === '/v1/messages/count_tokens' ? 'count' : 'other'
}

function hasBody(req: IncomingMessage): boolean {
  return req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined
}
