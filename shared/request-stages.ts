import type { EndedBy, EndPhase } from './ended-by.ts'
import type { RequestAttempt } from './request-attempt.ts'
import type { FieldWith, Known } from './request-fields.ts'
import type { RequestRecord } from './request-record.ts'

/** A request as it was accepted. */
export interface StartedRequest extends Pick<RequestRecord, 'requestId' | 'startedAt' | 'method'> {
  /** As it stood in the request line, query included. */
  target: string
  /** Flat `[name, value, …]` as they came. */
  headers: readonly string[]
}

/** One sending; whatever is not known is undefined or away. Times in ms, not yet rounded. */
export type EndedAttempt = { [K in keyof RequestAttempt]: RequestAttempt[K] | undefined }

/** A request as it ended. What is not known is undefined or away; times are in ms, not yet rounded. */
export interface EndedRequest extends Omit<Known<FieldWith<{ from: 'end' }>>, 'attempts'> {
  endedBy: Exclude<EndedBy, 'crash'>
  phase: EndPhase
  durationMs: number
  /** Anthropic's own field names, as the response had them. */
  usage?: Readonly<Record<string, unknown>> | undefined
  /** Every sending, in order; empty where one was enough. */
  attempts?: readonly EndedAttempt[] | undefined
  /** Flat `[name, value, …]` as they came. */
  responseHeaders?: readonly string[] | undefined
  /** Both bodies are only lent. */
  requestBody?: Uint8Array | undefined
  responseBody?: Uint8Array | undefined
  /** How long they were, in bytes: a body that has a length and is not here counts as one that was not kept. */
  requestBytes?: number | undefined
  responseBytes?: number | undefined
}

/** What is known once the headers of the request were read. */
export type OpenField = FieldWith<{ from: 'start' } | { from: 'requestHeader' }>
/** What its end adds, but for what its body says of it. */
export type EndField = FieldWith<{ from: 'end' } | { from: 'usage' } | { from: 'responseHeader' }>
