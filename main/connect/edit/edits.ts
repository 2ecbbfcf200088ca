import { type Static, Type } from 'typebox'

const Insertion = Type.Object({ lead: Type.String(), trail: Type.String() })

/** One `env` variable that we wrote. */
export const Entry = Type.Object({
  name: Type.String(),
  /** The previous value as its exact JSON text; null if there was none. */
  before: Type.Union([Type.String(), Type.Null()]),
  /** The value that we wrote. We may restore the previous value only while it is unchanged. */
  value: Type.String(),
  /** The value that we wrote before that. Also ours: a crash may have left it in the file. */
  was: Type.Optional(Type.String()),
  /** Text inserted around the member. Absent if it replaced an existing one. */
  insertion: Type.Optional(Insertion),
})
export type Entry = Static<typeof Entry>

/** The command of the status line that we wrote. */
export const StatusLineEdit = Type.Object({
  /** The previous command as its exact JSON text; null if there was no status line. */
  before: Type.Union([Type.String(), Type.Null()]),
  /** The command that we wrote. */
  command: Type.String(),
  /** The command that we wrote before that, see `Entry`. */
  was: Type.Optional(Type.String()),
  /** Text inserted around the status line. Absent if there was one. */
  insertion: Type.Optional(Insertion),
})
export type StatusLineEdit = Static<typeof StatusLineEdit>

/** All our changes to a settings file, so that each key can be restored on its own. */
export const Edits = Type.Object({
  entries: Type.Array(Entry),
  /** Text inserted around `env`, if we added it. */
  env: Type.Optional(Insertion),
  /** The previous content if it held no object: white space, or null if there was no file. */
  blank: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  statusLine: Type.Optional(StatusLineEdit),
})
export type Edits = Static<typeof Edits>

export const NO_EDITS: Edits = { entries: [] }

/** True when the value in the file is one that we wrote. */
export function isOurs(entry: Entry, current: unknown): boolean {
  return current === entry.value || (entry.was !== undefined && current === entry.was)
}

/** True when the value in the file is the one from before ours: another Signalbox, or the user, has restored it. */
export function isRestored({ before }: Entry, current: unknown): boolean {
  return before !== null && JSON.parse(before) === current
}
