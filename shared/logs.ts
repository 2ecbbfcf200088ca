import { type Static, Type } from 'typebox'

/** Levels, least severe first. */
export const LOG_LINE_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

export const LogLineLevel = Type.Union([
  Type.Literal('trace'),
  Type.Literal('debug'),
  Type.Literal('info'),
  Type.Literal('warn'),
  Type.Literal('error'),
  Type.Literal('fatal'),
])
export type LogLineLevel = Static<typeof LogLineLevel>

/** One line of Signalbox's own log. Apparent secrets are `…`. */
export const LogLine = Type.Object({
  /** Increases with each line; restarts with the program. */
  id: Type.Integer({ minimum: 1 }),
  /** ISO 8601. */
  time: Type.String(),
  level: LogLineLevel,
  message: Type.String(),
  /** Structured fields of the line: a port, a route, an error. Absent if there are none. */
  facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type LogLine = Static<typeof LogLine>

/** `GET /api/logs` */
export const LogPage = Type.Object({
  /** Oldest first. */
  lines: Type.Array(LogLine),
  /** Pass as `after` to continue after the lines checked so far. */
  cursor: Type.String(),
  /**
   * True if the lines directly follow `after`; false without `after`, if lines were dropped in between, or after a
   * restart.
   */
  continues: Type.Boolean(),
  /** True if older lines match too, beyond the limit. */
  more: Type.Boolean(),
  /** Number of lines in memory, matching or not. */
  kept: Type.Integer({ minimum: 0 }),
  /** Lines below this level are not written. */
  level: Type.Union([LogLineLevel, Type.Literal('silent')]),
  /** The log file; null if there is none. */
  file: Type.Union([Type.String(), Type.Null()]),
})
export type LogPage = Static<typeof LogPage>
