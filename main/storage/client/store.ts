import type { Displacement } from '../sqlite/file-place.ts'
import type { EndedRequest, StartedRequest } from '../../../shared/request-stages.ts'
import type { FailureReason } from '../failure.ts'
import type { Retention } from '../protocol.ts'
import type { Queries, QueryName, QueryParams } from '../queries/run-query.ts'

/** `full`: rows, headers and bodies. `metadata`: no bodies. `off`: nothing at all. */
export type CaptureLevel = 'full' | 'metadata' | 'off'

export interface StoreState {
  status: 'ok' | 'degraded'
  /** Requests that are not in the log, since the start. */
  not_kept: number
  /** Bodies that are not, though their request is. */
  bodies_not_kept: number
  /** Requests that wait to be written. */
  waiting: number
  /** The file with its log, in bytes; 0 with PostgreSQL. */
  file_bytes: number
  /** How often the database's thread had to be started again. */
  restarts: number
  /** Broken files that were put aside since the start: their names, without the folder. */
  set_aside: readonly string[]
  /** The last time that the file was deleted, moved or replaced while it was open. `at` is ISO 8601. */
  displaced: { how: Displacement; at: string } | null
  /** Since when and why it is degraded; null while it is not. ISO 8601. */
  since: string | null
  reason: FailureReason | null
}

/** The request log. Its own thread does the work; nothing here throws, waits for a disk, or delays a request. */
export interface Store {
  open: (request: StartedRequest) => void
  /** Once for each opened request; a second end is ignored. */
  finish: (requestId: string, end: EndedRequest) => void
  /**
   * The answer as UTF-8 JSON, made in the worker: a route passes it on as it is.
   *
   * @returns undefined where there is no such request or body
   * @throws StorageError (rejects) with the reason why the database cannot be read
   */
  json: <Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
  ) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** The same, parsed: for small answers. */
  read: <Name extends Exclude<QueryName, 'body'>>(
    name: Name,
    params: QueryParams<Name>,
  ) => Promise<Queries[Name]['response'] | undefined>
  state: () => StoreState
  /** Called when the status or the reason changes. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
  /** Called with the ids of requests whose end is on disk now. Returns the unsubscriber. */
  onKept: (listener: (requestIds: readonly string[]) => void) => () => void
  setCapture: (level: CaptureLevel) => void
  setRetention: (retention: Retention) => void
  /** Resolves when everything that was said before is on disk or lost. */
  flush: () => Promise<void>
  /** Ends the database's thread, for one that hangs, and starts another. */
  restart: () => void
  /** Writes what waits, for up to 2 s; requests still open end as `shutdown`. Afterwards nothing is kept. */
  close: () => Promise<void>
}
