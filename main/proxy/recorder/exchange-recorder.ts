import type { EndPhase } from '../../../shared/ended-by.ts'
import type { Omission } from '../../../shared/omission.ts'
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
import { readOpenAiResponse } from './read-openai-response.ts'
import { createRequestCopy, type RequestCopy } from './request-copy.ts'
import type { RequestTimings } from '../../../shared/request-timings.ts'
import type { SendPhase } from '../send/send.ts'
import type { SlabPool } from '../slab-pool.ts'
import { StreamClock, toTenths } from './stream-clock.ts'

/** Longer responses are not kept, and only their usage is read. In bytes. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024

/** Maximum decoded size of a compressed response, in bytes. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024

/** Observes one exchange for the log and the metrics. Must never delay or fail it. */
export interface ExchangeRecorder {
  /**
   * Keeps the request body. Returns true if the recorder holds its memory; then it calls `release` after reading it. If
   * there is no room for it in the log's budget, only its length is recorded.
   */
  keep: (body: Uint8Array, release: () => void) => boolean
  /** The request's body while it is kept. */
  requestBody: () => Uint8Array | undefined
  /** Each attempt to send to an upstream. */
  attempts: AttemptLog
  /** Records the name of the rule that routed the request. */
  ruled: (rule: string) => void
  /**
   * Records the provider, and the model if it differs from the client's. Clears the failure and the omissions of the
   * previous attempt.
   */
  routed: (to: {
    provider: string
    model?: string | undefined
    demoted?: boolean
    /** The format of the response, if it is not Anthropic's. */
    format?: 'openai'
  }) => void
  /** The reason the attempt failed, if the client receives it as a response: an error in Anthropic's format. */
  failed: (code: FailureCode | undefined) => void
  /** Parts of the request that the last attempt's provider does not receive as they are. */
  omitted: (parts: Omission[]) => void
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
  timings: RequestTimings | undefined
  provider: string | undefined
  route: string | undefined
  /** See `ExchangeRecorder.omitted`. */
  omissions: Omission[] | undefined
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

interface RecorderOptions {
  now: () => number
  budget: CopyBudget
  pool: SlabPool
  keepsRequest: boolean
  /** Called for every chunk of the response. */
  heard?: () => void
}

/**
 * @param options.now a monotonic clock in ms; recording begins with this call
 * @param options.keepsRequest false if the request's body is not needed
 */
export function createExchangeRecorder(options: RecorderOptions): ExchangeRecorder {
  return new Recorder(options)
}

/** A class, because every request has one: as closures, its methods took 1 kB of each request. */
class Recorder implements ExchangeRecorder {
  readonly attempts: AttemptLog
  private readonly options: RecorderOptions
  private readonly startedAt: number
  private readonly copy: ResponseCopy
  private readonly request: RequestCopy
  private firstByteAt: number | undefined
  /** Time of the request's last byte. */
  private bodyAt: number | undefined
  /** Time when the last attempt had a connection. */
  private connectedAt: number | undefined
  private readonly clock = new StreamClock()
  private response: { status: number; headers: RawHeaders } | undefined
  private phase: SendPhase = 'connect'
  private route: Parameters<ExchangeRecorder['routed']>[0] | undefined
  private rule: string | undefined
  private failure: ExchangeFacts['failure']
  private lostLine: string | undefined
  private omissions: Omission[] | undefined

  constructor(options: RecorderOptions) {
    const startedAt = options.now()
    this.options = options
    this.startedAt = startedAt
    this.copy = createResponseCopy({ limit: MAX_RESPONSE_BYTES, budget: options.budget, pool: options.pool })
    this.request = createRequestCopy(options.budget, options.keepsRequest)
    this.attempts = createAttemptLog(() => options.now() - startedAt)
  }

  keep(body: Uint8Array, release: () => void): boolean {
    this.bodyAt ??= this.options.now()
    return this.request.keep(body, release)
  }
  requestBody(): Uint8Array | undefined {
    return this.request.body()
  }
  ruled(name: string): void {
    this.rule = name
  }
  routed(to: Parameters<ExchangeRecorder['routed']>[0]): void {
    this.route = to
    this.failure = undefined
    this.omissions = undefined
  }
  omitted(parts: Omission[]): void {
    this.omissions = parts
  }
  lostForward(line: string): void {
    this.lostLine = line
  }
  takeLostForward(): string | undefined {
    const line = this.lostLine
    this.lostLine = undefined
    return line
  }
  failed(code: FailureCode | undefined): void {
    this.failure = code && { code, phase: this.endPhase() }
  }
  reached(next: SendPhase): void {
    this.phase = next
    if (next === 'send') this.connectedAt = this.options.now()
  }
  answered(status: number, headers: RawHeaders): void {
    this.response = { status, headers }
  }
  wrote(chunk: Uint8Array): void {
    const at = this.options.now()
    this.firstByteAt ??= at
    this.clock.heard(chunk, at, this.startedAt)
    this.options.heard?.()
    this.copy.add(chunk)
  }
  async read(): Promise<ExchangeFacts> {
    const { response, route, copy, firstByteAt } = this
    const contentType = response && headerValue(response.headers, 'content-type')
    const facts =
      response === undefined ? {} : await readCopy(copy, { ...response, contentType, format: route?.format })
    return {
      ...facts,
      phase: this.endPhase(),
      ttfbMs: firstByteAt === undefined ? undefined : firstByteAt - this.startedAt,
      isStreaming: response && isEventStream(contentType),
      timings: this.timings(),
      provider: route?.provider,
      routedModel: route?.model,
      route: this.rule,
      omissions: this.omissions,
      failure: this.failure,
      attempts: this.attempts.list(),
      demoted: route?.demoted ?? false,
      responseHeaders: response?.headers,
      requestBody: this.request.body(),
      responseBody: copy.whole(),
      requestBytes: this.request.size(),
      responseBytes: copy.size(),
    }
  }
  release(): void {
    this.copy.release()
    this.request.release()
  }
  private timings(): RequestTimings | undefined {
    const { startedAt, bodyAt, connectedAt, clock } = this
    const attempts = this.attempts.list()
    const [first, last] = [attempts[0], attempts.at(-1)]
    if (first === undefined || last === undefined) return undefined
    const { stalls, firstTokenAt } = clock
    return {
      ...(bodyAt !== undefined && { ours: toTenths(startedAt + first.startedMs - bodyAt) }),
      ...(connectedAt !== undefined && { connect: toTenths(connectedAt - startedAt - last.startedMs) }),
      ...(firstTokenAt !== undefined && { firstToken: toTenths(firstTokenAt - startedAt) }),
      ...(stalls.length > 0 && { stalls }),
    }
  }
  private endPhase(): ExchangeFacts['phase'] {
    return toEndPhase(this.phase, this.firstByteAt !== undefined)
  }
}

function toEndPhase(phase: SendPhase, hasBytes: boolean): ExchangeFacts['phase'] {
  if (phase !== 'body' && phase !== 'done') return phase
  return hasBytes ? 'body' : 'headers'
}

/** A response passes in its own coding; only this copy is decoded, after the client has received everything. */
async function readCopy(
  copy: ResponseCopy,
  response: {
    status: number
    headers: RawHeaders
    contentType: string | undefined
    format: 'openai' | undefined
  },
): Promise<ResponseFacts> {
  const coding = headerValue(response.headers, 'content-encoding')
  const read = response.format === 'openai' ? readOpenAiResponse : readResponse
  if (coding === undefined) return read(copy.sections(), response)
  const whole = copy.whole()
  if (whole === undefined) return {}
  try {
    const bytes = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength)
    const endBytes = isEventStream(response.contentType) ? END_BYTES : MAX_MESSAGE_BYTES / 2
    return read(await inflateEnds(bytes, { coding, limit: MAX_INFLATED_BYTES, endBytes }), response)
  } catch {
    // A response in an unknown coding is recorded without facts.
    return {}
  }
}
