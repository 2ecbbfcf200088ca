import { type Static, Type } from 'typebox'
import { StorageSettings } from './live-settings.ts'

/** How the request log does. Its own words; `status` is what `/health` says of it. */
export const StorageState = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  /** Requests that are not in the log, since the start. */
  not_kept: Type.Integer({ minimum: 0 }),
  /** Bodies that are not, though their request is. */
  bodies_not_kept: Type.Integer({ minimum: 0 }),
  /** Requests that wait to be written. */
  waiting: Type.Integer({ minimum: 0 }),
  /** The database with its log, in bytes; 0 with PostgreSQL. */
  file_bytes: Type.Integer({ minimum: 0 }),
  /** How often the database's thread had to be started again. */
  restarts: Type.Integer({ minimum: 0 }),
  /** Names of broken files that were put aside since the start. */
  set_aside: Type.Array(Type.String()),
  /**
   * The last time since the start that the file was no longer the one that was opened, and how: `missing` (deleted or
   * moved), `replaced` (another file at its path), `damaged` (cut or overwritten), `log` (only its write-ahead log;
   * nothing is lost). Recording went on in the file that is there now.
   */
  displaced: Type.Union([
    Type.Object({
      how: Type.Union([
        Type.Literal('missing'),
        Type.Literal('replaced'),
        Type.Literal('damaged'),
        Type.Literal('log'),
      ]),
      /** ISO 8601. */
      at: Type.String(),
    }),
    Type.Null(),
  ]),
  /** ISO 8601: since when it is degraded; null while it is not. */
  since: Type.Union([Type.String(), Type.Null()]),
  /** `locked`, `disk_full`, `read_only`, `io_error`, `unreachable`, `broken`, `newer_schema`, `foreign`, `displaced`, `refused`, `worker_lost`. */
  reason: Type.Union([Type.String(), Type.Null()]),
})
export type StorageState = Static<typeof StorageState>

/** `GET` and `PUT /api/storage`. */
export const StorageStatus = Type.Object({ settings: StorageSettings, state: StorageState })
export type StorageStatus = Static<typeof StorageStatus>
