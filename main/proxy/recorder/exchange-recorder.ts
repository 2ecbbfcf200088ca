import type { EndPhase } from '../../../shared/ended-by.ts'
import { type AttemptLog, createAttemptLog, type SentAttempt } from './attempt-log.ts'
import type { FailureCode } from '../../../shared/failure-code.ts'
import { type ResponseCopy, type CopyBudget, createResponseCopy } from './response-copy.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { inflateEnds } from './inflate-ends.ts'
import {
  type ResponseFacts,
  END_BYTES,
  isEventStream,
  MAX_MESSAGE_BYTES,
  readResponse,
} from './read-response.ts'
import { createRequestCopy } from './request-copy.ts'
import type { SendPhase } from '../send/send.ts'
import type { SlabPool } from '../slab-pool.ts'

/** Longer responses are not kept, and only their usage is read. In bytes. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024

/** Maximum decoded size of a compressed response, in bytes. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024

/** Observes one exchange for the log and the metrics. Must never delay or fail it. */
export interface ExchangeRecorder {
  /**
   * Keeps the request body. Returns true if the recorder holds its memory; then it calls `release` after reading it.
   *
   * @param release undefined if there is no room for the body: then only its length is recorded
   */
  keep: (body: Uint8Array, release: (() => void) | undefined) => boolean
  /** The request's body while it is kept. */
  requestBody: () => Uint8Array | undefined
  /** Each attempt to send to an upstream. */
  attempts: AttemptLog
  /** Records the name of the rule that routed the request. */
  ruled: (rule: string) => void
  /**
   * Records the provider, and the model if it differs from the client's. Clears the failure of the previous attempt.
   */
  routed: (to: { provider: string; model?: string | undefined; demoted?: boolean }) => void
  /** The reason the attempt failed, if the client receives it as a response: an error in Anthropic's format. */
  failed: (code: FailureCode | undefined) => void
  /** Keeps the log line about a forward without a response until it is taken. See `describeForward`. */
  lostForward: (line: string) => void
  takeLostForward: () => string | undefined
  /** Records the phase of the exchange. */
  reached: (phase: SendPhase) => void
  /** The upstream's own status and headers. */
  answered: (status: number, headers: RawHeaders) => void
  /** A chunk of the response as sent to the client. */
  wrote: (chunk: Uint8Array) => void
  /** Returns everything recorded. The memory stays until `release`. */
  read: () => Promise<ExchangeFacts>
  release: () => void
}

export interface ExchangeFacts extends ResponseFacts {
  /** The last phase reached; only the owner of the response can declare it complete. */
  phase: Exclude<EndPhase, 'done'>
  /** From acceptance to the first body byte, in ms. */
  ttfbMs: number | undefined
  isStreaming: boolean | undefined
  provider: string | undefined
  route: string | undefined
  /** See `ExchangeRecorder.failed`; with the phase in which it happened. */
  failure: { code: FailureCode; phase: Exclude<EndPhase, 'done'> } | undefined
  attempts: readonly SentAttempt[]
  routedModel: string | undefined
  demoted: boolean
  responseHeaders: RawHeaders | undefined
  requestBody: Uint8Array | undefined
  responseBody: Uint8Array | undefined
  /** Body sizes, known even if the body was not captured. In bytes. */
  requestBytes: number
  responseBytes: number
}

/**
 * @param options.now a monotonic clock in ms; recording begins with this call
 * @param options.keepsRequest false if the request's body is not needed
 */
export function createExchangeRecorder(options: {
  now: () => number
  budget: CopyBudget
  pool: SlabPool
  keepsRequest: boolean
  /** Called for every chunk of the response. */
  heard?: () => void
}): ExchangeRecorder {
  const startedAt = options.now()
  const copy = createResponseCopy({ limit: MAX_RESPONSE_BYTES, budget: options.budget, pool: options.pool })
  const request = createRequestCopy(options.budget, options.keepsRequest)
  let firstByteAt: number | undefined
  let response: { status: number; headers: RawHeaders } | undefined
  let phase: SendPhase = 'connect'
  let route: Parameters<ExchangeRecorder['routed']>[0] | undefined
  let rule: string | undefined
  let failure: ExchangeFacts['failure']
  let lostForward: string | undefined
  const attempts = createAttemptLog(() => options.now() - startedAt)
  const endPhase = () => toEndPhase(phase, firstByteAt !== undefined)

  return {
    keep: request.keep,
    requestBody: request.body,
    attempts,
    ruled(name) {
      rule = name
    },
    routed(to) {
      route = to
      failure = undefined
    },
    lostForward(line) {
      lostForward = line
    },
    takeLostForward() {
      const line = lostForward
      lostForward = undefined
      return line
    },
    failed(code) {
      failure = code && { code, phase: endPhase() }
    },
    reached(next) {
      phase = next
    },
    answered(status, headers) {
      response = { status, headers }
    },
    wrote(chunk) {
      firstByteAt ??= options.now()
      options.heard?.()
      copy.add(chunk)
    },
    async read() {
      const contentType = response && headerValue(response.headers, 'content-type')
      const facts = response === undefined ? {} : await readCopy(copy, { ...response, contentType })
      return {
        ...facts,
        phase: endPhase(),
        ttfbMs: firstByteAt === undefined ? undefined : firstByteAt - startedAt,
        isStreaming: response && isEventStream(contentType),
        provider: route?.provider,
        routedModel: route?.model,
        route: rule,
        failure,
        attempts: attempts.list(),
        demoted: route?.demoted ?? false,
        responseHeaders: response?.headers,
        requestBody: request.body(),
        responseBody: copy.whole(),
        requestBytes: request.size(),
        responseBytes: copy.size(),
      }
    },
    release() {
      copy.release()
      request.release()
    },
  }
}

function toEndPhase(phase: SendPhase, hasBytes: boolean): ExchangeFacts['phase'] {
  if (phase !== 'body' && phase !== 'done') return phase
  return hasBytes ? 'body' : 'headers'
}

/** A response passes in its own coding; only this copy is decoded, after the client has received everything. */
async function readCopy(
  copy: ResponseCopy,
  response: { status: number; headers: RawHeaders; contentType: string | undefined },
): Promise<ResponseFacts> {
  const coding = headerValue(response.headers, 'content-encoding')
  if (coding === undefined) return readResponse(copy.sections(), response)
  const whole = copy.whole()
  if (whole === undefined) return {}
  try {
    const bytes = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength)
    const endBytes = isEventStream(response.contentType) ? END_BYTES : MAX_MESSAGE_BYTES / 2
    return readResponse(await inflateEnds(bytes, { coding, limit: MAX_INFLATED_BYTES, endBytes }), response)
  } catch {
    // A response in an unknown coding is recorded without facts.
    return {}
  }
}
