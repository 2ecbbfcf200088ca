import type { AppError, ErrorCode } from '../../../shared/errors.ts'
import { endedBy as endedByOf, type FailureCode, toProviderCode } from '../../../shared/failure-code.ts'
import type { EndPhase } from '../../../shared/ended-by.ts'
import type { EndedAttempt, EndedRequest } from '../../../shared/request-stages.ts'
import type { SentAttempt } from '../../proxy/recorder/attempt-log.ts'
import { causeCode } from '../../proxy/send/cause-code.ts'
import type { ExchangeFacts } from '../../proxy/recorder/exchange-recorder.ts'
import { isApiResponse, mediaType } from '../is-api-response.ts'

/** The result of the handler of a `/v1` request. */
export interface Conclusion extends Pick<EndedRequest, 'endedBy'> {
  /** The status that the client received, or 499. */
  status: number
  /** True if the client received the complete response. */
  isWhole: boolean
  error?: AppError
  /** True once the upstream's headers have arrived. */
  fromUpstream: boolean
}

/** The end of a request as the log, the metrics and the health checks count it. */
export interface End extends Pick<
  EndedRequest,
  'endedBy' | 'phase' | 'status' | 'errorType' | 'streamError' | 'cause' | 'upstreamHost'
> {
  /** An error code, or `upstream_<status>` for an error response of the upstream. */
  error: string | undefined
  /** True if the upstream responded, with any status. */
  fromUpstream: boolean
  /** All attempts in order; empty when the first one was enough. */
  attempts: readonly EndedAttempt[]
}

/** nginx's status for a client that disconnected first; never sent, only counted. */
export const CLIENT_GONE = 499

const MESSAGES = '/v1/messages'

/** Paths whose streams have a last event. */
const STREAMED: ReadonlySet<string> = new Set([MESSAGES, '/v1/responses', '/v1/chat/completions'])

/**
 * Decides who ended a request, where and why. Errors made by Signalbox count as its own: only an upstream's
 * response and a connection that the upstream closed count against the upstream.
 */
export function judgeEnd(conclusion: Conclusion, facts: ExchangeFacts, path: string): End {
  const failure = findFailure(conclusion, facts, path)
  const hasLeft = conclusion.endedBy === 'client' || conclusion.endedBy === 'shutdown'
  const fromUpstream = conclusion.fromUpstream && facts.failure === undefined
  const endedBy = failure === undefined || hasLeft ? conclusion.endedBy : endedByOf(failure.code)
  return {
    endedBy,
    // The status that was about to be sent doesn't count.
    status: endedBy === 'client' && !fromUpstream ? undefined : conclusion.status,
    // Early ends count only when the client didn't cause them.
    streamError: endedBy === 'upstream' ? facts.streamError : undefined,
    fromUpstream,
    ...(failure === undefined ? withoutFailure(conclusion, facts) : withFailure(failure, conclusion, facts)),
    attempts: facts.attempts.length > 1 ? facts.attempts.map((one) => toLogged(one, failure?.code)) : [],
  }
}

type Reason = Pick<End, 'phase' | 'error' | 'errorType' | 'cause' | 'upstreamHost'>

function withoutFailure({ status, isWhole }: Conclusion, facts: ExchangeFacts): Reason {
  const error = status >= 400 && status !== CLIENT_GONE ? `upstream_${status}` : undefined
  return {
    phase: isWhole ? 'done' : facts.phase,
    error,
    errorType: facts.errorType ?? error,
    cause: undefined,
    upstreamHost: undefined,
  }
}

function withFailure(
  failure: Failure,
  conclusion: Conclusion,
  { errorType, attempts }: ExchangeFacts,
): Reason {
  const { code, phase, isOurWord, cause } = failure
  const last = attempts.at(-1)
  return {
    phase,
    error: code,
    errorType: isOurWord ? code : (errorType ?? code),
    cause: cause ?? causeCode(conclusion.error) ?? last?.cause,
    upstreamHost: hostOf(last),
  }
}

interface Failure {
  code: FailureCode
  phase: EndPhase
  /** True if the relayed body ends with this error in Anthropic's format. */
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
  // A message stream that ended without its last event. A stream that reports an error is complete.
  const isSilent = facts.streamError !== undefined && facts.errorType === undefined
  const isCut = isWhole && status === 200 && STREAMED.has(path) && isSilent
  return isCut ? { code: 'stream_ended_early', phase: 'done', isOurWord: false } : undefined
}

/** True if a successful response to a message request is actually the page of an intermediary. */
function isForeign({ status, isWhole }: Conclusion, facts: ExchangeFacts, path: string): boolean {
  if (!isWhole || path !== MESSAGES || status < 200 || status >= 300) return false
  const { responseHeaders, responseBytes, responseBody } = facts
  return responseHeaders !== undefined && responseBytes > 0 && !isApiResponse(responseHeaders, responseBody)
}

function codeAt(provider: string | undefined, code: ErrorCode): FailureCode {
  return provider === undefined || provider === 'anthropic' ? code : toProviderCode(code)
}

/** `https://api.anthropic.com` → `api.anthropic.com` */
function hostOf(attempt: SentAttempt | undefined): string | undefined {
  return attempt?.origin === undefined ? undefined : new URL(attempt.origin).host
}

/** An attempt aborted by an outer deadline failed with the error of the request. */
function toLogged(attempt: SentAttempt, failure: FailureCode | undefined): EndedAttempt {
  const own = attempt.error === undefined ? undefined : codeAt(attempt.provider, attempt.error)
  const code = own ?? (attempt.status === undefined ? failure : undefined)
  const { provider, model, status, cause, startedMs, durationMs } = attempt
  return { provider, model, status, errorType: code, cause, startedMs, durationMs }
}
