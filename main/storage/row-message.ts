import type { EndedBy, EndPhase } from '../../shared/ended-by.ts'
import type { Known } from '../../shared/request-fields.ts'
import type { EndField, OpenField } from '../../shared/request-stages.ts'

/**
 * One request as far as it is known. With `end` it is the complete row, so it does not matter whether an earlier
 * message arrived.
 */
export interface RowMessage extends Known<OpenField> {
  query: string | undefined
  /** Names and values, redacted; see joinHeaders. */
  requestHeaders: string
  end: EndMessage | undefined
}

export interface EndMessage extends Known<EndField> {
  endedBy: EndedBy
  phase: EndPhase
  /** Names and values, redacted; see joinHeaders. */
  responseHeaders: string
  requestBody: Uint8Array | undefined
  /** False when the request body is only sent to extract its facts. */
  keepBody: boolean
  responseBody: Uint8Array | undefined
  /** Sizes of the bodies that should have been kept but are missing, in bytes. */
  missing?: MissingBodies
}

export interface MissingBodies {
  request?: number | undefined
  response?: number | undefined
}

/** Length of the bodies of a row, in bytes. */
export function bytesOf({ end }: RowMessage): number {
  return (end?.requestBody?.byteLength ?? 0) + (end?.responseBody?.byteLength ?? 0)
}
