import type { EndedBy, EndPhase } from '../../shared/ended-by.ts'
import type { Known } from '../../shared/request-fields.ts'
import type { EndField, OpenField } from '../../shared/request-stages.ts'
import type { FailureReason } from './failure.ts'
import type { Displacement } from './sqlite/file-place.ts'
import type { QueryName, QueryParams } from './queries/run-query.ts'

/*
 * What goes between the main thread and the database worker. Bodies stand in memory that both
 * read, until the batch that they came with is acknowledged. No message holds a secret:
 * headers, queries and error texts were replaced before.
 */

/** One request as far as it is known. With `end` it is the whole row, so that it does not matter whether an earlier message arrived. */
export interface RowMessage extends Known<OpenField> {
  query: string | undefined
  /** Names and values, secrets replaced; see joinHeaders. */
  requestHeaders: string
  end: EndMessage | undefined
}

export interface EndMessage extends Known<EndField> {
  endedBy: EndedBy
  phase: EndPhase
  responseHeaders: string
  /** Lower-case name to value; undefined where the answer named no limit. */
  rateLimit: Readonly<Record<string, string>> | undefined
  requestBody: Uint8Array | undefined
  /** False where the request body only comes for what it says of its request. */
  keepBody: boolean
  responseBody: Uint8Array | undefined
  /** How long the bodies were, in bytes, that should have been kept and are not here. */
  missing?: MissingBodies
}

export interface MissingBodies {
  request?: number | undefined
  response?: number | undefined
}

export interface Retention {
  /** Requests older than this go; 0 keeps them for ever. */
  maxDays: number
  /** The file with its log stays below this, in bytes; 0 is no limit. PostgreSQL's size is its administrator's. */
  maxBytes: number
}

export interface WorkerData {
  /** The SQLite file, or a PostgreSQL address. */
  target: { file: string } | { url: string }
  /** Where the journals of runs that are gone may lie. */
  folder: string
  /** Tells this start of the program from every other. */
  instance: string
  retention: Retention
}

export type ToWorker =
  | { type: 'batch'; id: number; rows: readonly RowMessage[] }
  | { type: 'query'; id: number; name: QueryName; params: QueryParams<QueryName> }
  | { type: 'retention'; retention: Retention }
  | { type: 'close' }

export type FromWorker =
  /** The batch is on disk, but for what was lost. */
  | { type: 'ack'; id: number; lost: readonly string[]; lostBodies: number }
  /** UTF-8 JSON; undefined where there is no such thing. */
  | { type: 'answer'; id: number; json: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'failed'; id: number; reason: FailureReason; message: string }
  | { type: 'state'; state: WorkerState }
  | { type: 'closed' }

export interface WorkerState {
  /** Undefined while everything is kept. */
  reason: FailureReason | undefined
  message: string | undefined
  fileBytes: number
  /** Names of broken files that were set aside since the start. */
  setAside: readonly string[]
  /** The last time that the file was deleted, moved or replaced while it was open; `at` in ms since 1970. */
  displaced: { how: Displacement; at: number } | undefined
}
