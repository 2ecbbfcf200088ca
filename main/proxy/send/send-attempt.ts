import type { IncomingMessage } from 'node:http'
import { applyPatches, type Patch } from '../../base/json/apply-patches.ts'
import { hasManyValues, MAX_REQUEST_VALUES } from '../../base/json/count-values.ts'
import type { ProviderError } from '../../providers/errors.ts'
import { findForeignThinking } from '../../providers/find-foreign-thinking.ts'
import { PART_BYTES, runAtOnce } from '../../base/work-in-parts.ts'
import { responseCount } from './response-count.ts'
import type { RouteAttempt } from '../route/choose-route.ts'
import { type CircuitBreaker, guardWithBreaker } from './circuit-breaker.ts'
import type { PartialResponse } from '../aggregate/aggregate.ts'
import type { HeaderRules } from '../header-rules.ts'
import { type RateLimiter, limitRate } from './rate-limiter.ts'
import { reportForward } from './report-forward.ts'
import type { InTurns, RoutedRequest } from '../route/route-request.ts'
import type { Sender } from './send.ts'
import { type Attempt, sendInTurn } from './send-in-turn.ts'
import { type NativeDeps, type NativeRequest, sendNative } from './send-native.ts'
import { sendTranslated, type TranslatedDeps } from './send-translated.ts'
import type { ExchangeRecorder } from '../recorder/exchange-recorder.ts'

export interface AttemptDeps extends NativeDeps {
  /** Requests streams from Anthropic for non-streaming clients. */
  demotes: boolean
  translated: TranslatedDeps
  /** Circuit breaker and rate limiter of a provider, by its name. */
  guards: (provider: string) => ProviderGuards
  /** An open circuit refuses requests, instead of only preferring a fallback. */
  circuitRefuses: boolean
  /** Called with a line for each attempt without a response that was followed by another; see `describeForward`. */
  onNextAttempt: (requestId: string, line: string) => void
}

export interface ProviderGuards {
  breaker: CircuitBreaker
  limiter: RateLimiter | undefined
}

export interface AttemptContext {
  req: IncomingMessage
  entry: { readonly id: string }
  recorder: Pick<
    ExchangeRecorder,
    'routed' | 'failed' | 'omitted' | 'attempts' | 'lostForward' | 'takeLostForward'
  >
  routed: RoutedRequest
  planned: Planned
  kind: 'messages' | 'count'
  inTurns: InTurns
}

export interface Planned {
  body: Buffer
  rules: HeaderRules
  /** Partial response of an attempt; called without one when the next attempt begins. */
  onPartial: (partial?: PartialResponse) => void
}

/** Sends one attempt of a decision. Prepared only when its turn comes: unused attempts cost nothing. */
export function sendAttempt(attempt: RouteAttempt, context: AttemptContext, deps: AttemptDeps): Sender {
  const { planned, recorder, routed, kind } = context
  const { provider, target, model } = attempt
  const name = provider === 'anthropic' && model === undefined ? undefined : (model ?? routed.model)
  if (target.type !== 'anthropic' && kind === 'count') {
    return responseCount(() => {
      // Only for its error: a request that is not JSON is refused, not counted. One with too many values isn't parsed.
      if (!hasManyValues(routed.json, MAX_REQUEST_VALUES)) routed.messageFor(attempt)
      return routed.tokens()
    })
  }
  return (receiver) => {
    planned.onPartial()
    const lost = recorder.takeLostForward()
    if (lost !== undefined) deps.onNextAttempt(context.entry.id, lost)
    const { sender, isDemoted, cause } =
      target.type === 'anthropic' ? native(attempt, context, deps) : translated(attempt, context, deps)
    recorder.routed({ provider, model: name, demoted: isDemoted })
    const { req, entry } = context
    const sent = { provider, model: name ?? routed.model, json: routed.json, demoted: isDemoted }
    return reportForward(sender, { req, entry, cause, ...sent }, recorder)(receiver)
  }
}

interface Prepared {
  sender: Sender
  isDemoted: boolean
  /** Cause of the last failure, if it is not part of the reported error. */
  cause: () => string | undefined
}

/**
 * Anthropic refuses conversations with thinking blocks written by another provider, whose configuration may since be
 * gone. Only a refused request is searched for such blocks and sent again without them: searching every request would
 * cost more than the rest of this code.
 */
function native(attempt: RouteAttempt, context: AttemptContext, deps: AttemptDeps): Prepared {
  const { req, routed, planned, kind, recorder } = context
  const { bytes, isDecoded } = routed.bytesFor(attempt)
  const demotes = deps.demotes && kind === 'messages'
  const sent = { provider: attempt.provider, model: attempt.model ?? routed.model }
  const watch: NativeRequest['watch'] = (sender, origin) =>
    recorder.attempts.watch(sender, { ...sent, origin })
  const request = { ...planned, req, body: bytes, isDecoded, demotes, watch }
  const { sender, isDemoted } = sendNative(attempt.target, request, deps)
  const plain = bytes === planned.body ? routed.json : bytes
  const again = sendInTurn(sender, (failure, tries) => {
    if (tries > 1 || failure.kind !== 'refused' || failure.status !== 400) return undefined
    if (plain.length <= PART_BYTES) return repeatWithout(runAtOnce(findForeignThinking(plain)))
    // If the client leaves meanwhile, the memory is another request's or gone; then nothing is sent again.
    return context.inTurns(findForeignThinking(plain)).then(repeatWithout, () => undefined)
  })
  function repeatWithout(foreign: readonly Patch[]): Attempt | undefined {
    if (foreign.length === 0) return undefined
    const body = applyPatches(plain, foreign)
    const { sender: repeated } = sendNative(attempt.target, { ...request, body, isDecoded: true }, deps)
    return { sender: repeated, waitMs: 0 }
  }
  return { sender: again, isDemoted, cause: () => undefined }
}

function translated(attempt: RouteAttempt, context: AttemptContext, deps: AttemptDeps): Prepared {
  const { routed, planned, entry, recorder } = context
  let failed: ProviderError | undefined
  const sender = sendTranslated(
    {
      id: entry.id,
      attempt,
      model: routed.model,
      message: () => routed.messageFor(attempt),
      tokens: routed.tokens,
      rules: planned.rules,
      attempts: recorder.attempts,
      onError(error) {
        failed = error
        recorder.failed(error.failure)
      },
      onOmissions: (parts) => recorder.omitted(parts),
    },
    deps.translated,
  )
  const cause = () => (failed?.cause instanceof Error ? failed.cause.message : undefined)
  const { provider, model = routed.model } = attempt
  const noted = recorder.attempts.watchRefusals(guarded(sender, provider, deps), { provider, model })
  return { sender: noted, isDemoted: false, cause }
}

function guarded(sender: Sender, provider: string, deps: AttemptDeps): Sender {
  const { breaker, limiter } = deps.guards(provider)
  const limited = limiter === undefined ? sender : limitRate(sender, limiter)
  return guardWithBreaker(limited, breaker, { refuses: deps.circuitRefuses })
}
