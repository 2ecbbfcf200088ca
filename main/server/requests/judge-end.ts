import type { AppError, ErrorCode } from '../../../shared/errors.ts'
import { endedBy as endedByOf, type FailureCode, toProviderCode } from '../../../shared/failure-code.ts'
import type { EndPhase } from '../../../shared/ended-by.ts'
import type { EndedAttempt, EndedRequest } from '../../../shared/request-stages.ts'
import type { SentAttempt } from '../../proxy/recorder/attempt-log.ts'
import { causeCode } from '../../proxy/send/cause-code.ts'
import type { ExchangeFacts } from '../../proxy/recorder/exchange-recorder.ts'
import { isApiResponse, mediaType } from '../is-api-response.ts'

/** How the handler of a `/v1` request came to its end. */
export interface Conclusion extends Pick<EndedRequest, 'endedBy'> {
  /** The status that the client got, or 499. */
  status: number
  /** True where the client was given all that there was to give. */
  isWhole: boolean
  error?: AppError
  /** True once the upstream's headers were there. */
  fromUpstream: boolean
}

/** How a request ended, as the log, the metrics and the health checks count it. */
export interface End extends Pick<
  EndedRequest,
  'endedBy' | 'phase' | 'status' | 'errorType' | 'streamError' | 'cause' | 'upstreamHost'
> {
  /** A failure's code, or `upstream_<status>` for an error that the upstream answered with. */
  error: string | undefined
  /** True when the upstream answered, with whatever status. */
  fromUpstream: boolean
  /** Every sending, in order; empty where one was enough. */
  attempts: readonly EndedAttempt[]
}

/** The status for a client that closed first, as nginx has it; never sent, only counted. */
export const CLIENT_GONE = 499

const MESSAGES = '/v1/messages'

/**
 * Decides who ended a request, where, and why. An error that Signalbox made is its own: only an upstream's response
 * and a connection that the upstream closed are booked on the upstream.
 */
export function judgeEnd(conclusion: Conclusion, facts: ExchangeFacts, path: string): End {
  const failure = findFailure(conclusion, facts, path)
  const hasLeft = conclusion.endedBy === 'client' || conclusion.endedBy === 'shutdown'
  const last = facts.attempts.at(-1)
  const fromUpstream = conclusion.fromUpstream && facts.failure === undefined
  const endedBy = failure === undefined || hasLeft ? conclusion.endedBy : endedByOf(failure.code)
  const error = failure?.code ?? statusError(conclusion.status)
  const errorType = failure?.isOurWord === true ? failure.code : (facts.errorType ?? failure?.code)
  return {
    endedBy,
    phase: failure?.phase ?? (conclusion.isWhole ? 'done' : facts.phase),
    // What the client would have got is no status that was sent.
    status: endedBy === 'client' && !fromUpstream ? undefined : conclusion.status,
    error,
    errorType: errorType ?? error,
    // That it ended early says nothing where it was the client that ended it.
    streamError: endedBy === 'upstream' ? facts.streamError : undefined,
    cause: failure && (failure.cause ?? causeCode(conclusion.error) ?? last?.cause),
    upstreamHost: failure && hostOf(last),
    fromUpstream,
    attempts: facts.attempts.length > 1 ? facts.attempts.map((one) => toLogged(one, failure?.code)) : [],
  }
}

interface Failure {
  code: FailureCode
  phase: EndPhase
  /** True where the body that was relayed holds this failure in Anthropic's words. */
  isOurWord: boolean
  cause?: string | undefined
}

function findFailure(conclusion: Conclusion, facts: ExchangeFacts, path: string): Failure | undefined {
  const { error, endedBy, isWhole, status } = conclusion
  if (error !== undefined) {
    const code = codeAt(facts.provider, error.code)
    return { code, phase: facts.phase, isOurWord: false }
  }
  if (endedBy !== 'upstream') return undefined
  if (facts.failure !== undefined) return { ...facts.failure, isOurWord: true }
  if (isForeign(conclusion, facts, path)) {
    const cause = mediaType(facts.responseHeaders ?? [])
    return { code: 'response_not_api', phase: 'done', isOurWord: false, cause }
  }
  // A stream of messages that closed in order, but without its last event. One that tells an error is whole.
  const isSilent = facts.streamError !== undefined && facts.errorType === undefined
  const isCut = isWhole && status === 200 && path === MESSAGES && isSilent
  return isCut ? { code: 'stream_ended_early', phase: 'done', isOurWord: false } : undefined
}

/** Whether a message that came as a success is a page of something in between. */
function isForeign({ status, isWhole }: Conclusion, facts: ExchangeFacts, path: string): boolean {
  if (!isWhole || path !== MESSAGES || status < 200 || status >= 300) return false
  const { responseHeaders, responseBytes, responseBody } = facts
  return responseHeaders !== undefined && responseBytes > 0 && !isApiResponse(responseHeaders, responseBody)
}

function codeAt(provider: string | undefined, code: ErrorCode): FailureCode {
  return provider === undefined || provider === 'anthropic' ? code : toProviderCode(code)
}

function statusError(status: number): string | undefined {
  return status >= 400 && status !== CLIENT_GONE ? `upstream_${status}` : undefined
}

/** `https://api.anthropic.com` → `api.anthropic.com` */
function hostOf(attempt: SentAttempt | undefined): string | undefined {
  return attempt?.origin === undefined ? undefined : new URL(attempt.origin).host
}

/** One that was given up, by a deadline around it, failed with what the request failed with. */
function toLogged(attempt: SentAttempt, failure: FailureCode | undefined): EndedAttempt {
  const own = attempt.error === undefined ? undefined : codeAt(attempt.provider, attempt.error)
  const code = own ?? (attempt.status === undefined ? failure : undefined)
  const { provider, model, status, cause, startedMs, durationMs } = attempt
  return { provider, model, status, errorType: code, cause, startedMs, durationMs }
}
