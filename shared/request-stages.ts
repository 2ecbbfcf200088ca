import type { EndedBy, EndPhase } from './ended-by.ts'
import type { RequestAttempt } from './request-attempt.ts'
import type { FieldWith, Known } from './request-fields.ts'
import type { RequestRecord } from './request-record.ts'

/** A request at acceptance. */
export interface StartedRequest extends Pick<RequestRecord, 'requestId' | 'startedAt' | 'method'> {
  /** The request target, query included. */
  target: string
  /** Flat `[name, value, …]`, as received. */
  headers: readonly string[]
}

/** One attempt; unknown values are undefined or absent. Times in ms, not rounded. */
export type EndedAttempt = { [K in keyof RequestAttempt]: RequestAttempt[K] | undefined }

/** A request at its end. Unknown values are undefined or absent; times are in ms, not rounded. */
export interface EndedRequest extends Omit<Known<FieldWith<{ from: 'end' }>>, 'attempts'> {
  endedBy: Exclude<EndedBy, 'crash'>
  phase: EndPhase
  durationMs: number
  /** Anthropic's own field names, as in the response. */
  usage?: Readonly<Record<string, unknown>> | undefined
  /** True if the upstream is a server of the user's, which costs nothing per token. */
  isLocal?: boolean | undefined
  /** Every attempt, in order; empty if the first one was enough. */
  attempts?: readonly EndedAttempt[] | undefined
  /** Flat `[name, value, …]`, as received. */
  responseHeaders?: readonly string[] | undefined
  /** Both bodies are borrowed; do not keep them. */
  requestBody?: Uint8Array | undefined
  responseBody?: Uint8Array | undefined
  /**
   * Body sizes in bytes, known even when the body was not captured: a size without a body means that it was not kept.
   */
  requestBytes?: number | undefined
  responseBytes?: number | undefined
}

/** Fields known once the request headers are read. */
export type OpenField = FieldWith<{ from: 'start' } | { from: 'requestHeader' }>
/** Fields known at the end, without those from the body. */
export type EndField = FieldWith<{ from: 'end' } | { from: 'usage' } | { from: 'responseHeader' }>
