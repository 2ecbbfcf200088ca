import { type Static, Type } from 'typebox'
import { StorageSettings } from './live-settings.ts'

/** State of the request log, with codes of its own; `status` feeds `/health`. */
export const StorageState = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  /** Requests missing from the log since the start. */
  not_kept: Type.Integer({ minimum: 0 }),
  /** Bodies missing from the log although their request is there. */
  bodies_not_kept: Type.Integer({ minimum: 0 }),
  /** Requests waiting to be written. */
  waiting: Type.Integer({ minimum: 0 }),
  /** Size of the database and its write-ahead log, in bytes; 0 with PostgreSQL. */
  file_bytes: Type.Integer({ minimum: 0 }),
  /** Restarts of the database thread. */
  restarts: Type.Integer({ minimum: 0 }),
  /** Names of broken files set aside since the start. */
  set_aside: Type.Array(Type.String()),
  /**
   * The last time since the start that the opened file was displaced, and how: `missing` (deleted or moved), `replaced`
   * (another file at its path), `damaged` (truncated or overwritten), `log` (only its write-ahead log; nothing is
   * lost). Recording continued in the current file.
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
  /** ISO 8601: start of the degraded state; null if it is not degraded. */
  since: Type.Union([Type.String(), Type.Null()]),
  /** `locked`, `disk_full`, `read_only`, `io_error`, `unreachable`, `broken`, `newer_schema`, `foreign`, `displaced`, `refused`, `updating`, `worker_lost`. */
  reason: Type.Union([Type.String(), Type.Null()]),
  /** Progress while the reason is `updating`: the running step, from 1. */
  update: Type.Optional(
    Type.Object({ step: Type.Integer({ minimum: 1 }), steps: Type.Integer({ minimum: 1 }) }),
  ),
})
export type StorageState = Static<typeof StorageState>

/** `GET` and `PUT /api/storage`. */
export const StorageStatus = Type.Object({ settings: StorageSettings, state: StorageState })
export type StorageStatus = Static<typeof StorageStatus>
