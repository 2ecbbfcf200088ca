import type { Displacement } from '../sqlite/file-place.ts'
import type { EndedRequest, StartedRequest } from '../../../shared/request-stages.ts'
import type { FailureReason } from '../failure.ts'
import type { Retention } from '../protocol.ts'
import type { Queries, QueryName, QueryParams } from '../../base/request-log-queries.ts'

/** `full`: rows, headers and bodies. `metadata`: no bodies. `off`: nothing. */
export type CaptureLevel = 'full' | 'metadata' | 'off'

export interface StoreState {
  status: 'ok' | 'degraded'
  /** Requests missing from the log since the start. */
  not_kept: number
  /** Bodies missing from the log although their request is in it. */
  bodies_not_kept: number
  /** Requests waiting to be written. */
  waiting: number
  /** Size of the file with its log, in bytes; 0 with PostgreSQL. */
  file_bytes: number
  /** Number of restarts of the database thread. */
  restarts: number
  /** Broken files that were set aside since the start: names without the folder. */
  set_aside: readonly string[]
  /** The last time that the open file was deleted, moved or replaced. `at` is ISO 8601. */
  displaced: { how: Displacement; at: string } | null
  /** Start and reason of the degraded state; null otherwise. ISO 8601. */
  since: string | null
  reason: FailureReason | null
  /** Progress while the reason is `updating`: the running step, from 1. */
  update?: { step: number; steps: number }
}

/** The request log. Its own thread does the work; nothing here throws, waits for a disk, or delays a request. */
export interface Store {
  open: (request: StartedRequest) => void
  /** Once for each opened request; a second end is ignored. */
  finish: (requestId: string, end: EndedRequest) => void
  /**
   * The result as UTF-8 JSON, serialized in the worker; routes send it unchanged.
   *
   * @returns undefined when there is no such request or body
   * @throws StorageError (rejects) with the reason that the database cannot be read
   */
  json: <Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
  ) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Like `json`, but parsed; for small results. */
  read: <Name extends Exclude<QueryName, 'body'>>(
    name: Name,
    params: QueryParams<Name>,
  ) => Promise<Queries[Name]['response'] | undefined>
  state: () => StoreState
  /** Length of the bodies that are not written yet, in bytes. They count in the memory that the log may use. */
  waitingBytes: () => number
  /** Called when the status or the reason changes. Returns an unsubscribe function. */
  onChange: (listener: () => void) => () => void
  /** Called with the ids of finished requests that are now on disk. Returns an unsubscribe function. */
  onStored: (listener: (requestIds: readonly string[]) => void) => () => void
  setCapture: (level: CaptureLevel) => void
  setRetention: (retention: Retention) => void
  /** Resolves when everything passed in before is on disk or lost. */
  flush: () => Promise<void>
  /** Replaces the database thread, for one that hangs. */
  restart: () => void
  /**
   * Writes pending rows while the database thread makes progress, at least every 2 s and for up to 10 s; requests still
   * open end as `shutdown`. Rows that remain are in the journal, for the next start. Afterwards nothing is kept.
   */
  close: () => Promise<void>
}
