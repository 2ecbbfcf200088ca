import type { RowMessage } from './row-message.ts'
import type { FailureReason } from './failure.ts'
import type { Displacement } from './sqlite/file-place.ts'
import type { QueryName } from '../base/request-log-queries.ts'
import type { WorkerParams } from './queries/run-query.ts'

/*
 * Messages between the main thread and the database worker. Bodies are in memory that both share until their batch is
 * acknowledged. No message contains a secret: headers, queries and error texts are redacted before. The worker has our
 * own secrets only to hide them in what it reads from bodies.
 */

export interface Retention {
  /** Requests older than this are deleted; 0 keeps them forever. */
  maxDays: number
  /** Limit for the file with its log, in bytes; 0 means no limit. Not applied to PostgreSQL. */
  maxBytes: number
}

export interface WorkerData {
  /** The SQLite file, or a PostgreSQL URL. */
  target: { file: string } | { url: string }
  /** Folder of the journals of earlier runs. */
  folder: string
  /** Identifies this run of the program. */
  instance: string
  retention: Retention
  /** Our own, which are hidden in summaries. */
  secrets: readonly (string | undefined)[]
}

export type ToWorker =
  | { type: 'batch'; id: number; rows: readonly RowMessage[] }
  | { type: 'query'; id: number; name: QueryName; params: WorkerParams<QueryName> }
  | { type: 'retention'; retention: Retention }
  | { type: 'close' }

export type FromWorker =
  /** The batch is on disk, except for lost rows and bodies. */
  | { type: 'ack'; id: number; lost: readonly string[]; lostBodies: number }
  /** UTF-8 JSON; undefined when not found. */
  | { type: 'response'; id: number; json: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'failed'; id: number; reason: FailureReason; message: string }
  | { type: 'state'; state: WorkerState }
  | { type: 'closed' }

export interface WorkerState {
  /** Undefined while everything is kept. */
  reason: FailureReason | undefined
  message: string | undefined
  /** The running step of an update, from 1. */
  update?: { step: number; steps: number } | undefined
  fileBytes: number
  /** Names of broken files that were set aside since the start. */
  setAside: readonly string[]
  /** The last time that the open file was deleted, moved or replaced; `at` in ms since 1970. */
  displaced: { how: Displacement; at: number } | undefined
}
