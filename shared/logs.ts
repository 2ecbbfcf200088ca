import { type Static, Type } from 'typebox'

/** How much a line matters, least first. */
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

/** One line of the program's own log. What looks like a secret in it is `…`. */
export const LogLine = Type.Object({
  /** Goes up from line to line; starts anew with the program. */
  id: Type.Integer({ minimum: 1 }),
  /** ISO 8601. */
  time: Type.String(),
  level: LogLineLevel,
  message: Type.String(),
  /** What belongs to it: a port, a route, an error. Absent where there is nothing. */
  facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type LogLine = Static<typeof LogLine>

/** `GET /api/logs` */
export const LogPage = Type.Object({
  /** Oldest first. */
  lines: Type.Array(LogLine),
  /** For `after`: everything up to here was looked at. */
  cursor: Type.String(),
  /** Whether the lines follow on what `after` stands for; false without it, where some are gone, and where another run answers. */
  continues: Type.Boolean(),
  /** Whether older lines fit too, beyond the limit. */
  more: Type.Boolean(),
  /** How many lines are in memory, whether they fit or not. */
  kept: Type.Integer({ minimum: 0 }),
  /** What matters less than this is not written. */
  level: Type.Union([LogLineLevel, Type.Literal('silent')]),
  /** The file that they are written to as well; null where there is none. */
  file: Type.Union([Type.String(), Type.Null()]),
})
export type LogPage = Static<typeof LogPage>
