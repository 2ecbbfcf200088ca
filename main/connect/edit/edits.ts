import { type Static, Type } from 'typebox'

const Insertion = Type.Object({ lead: Type.String(), trail: Type.String() })

/** One variable of `env` that we wrote. */
export const Entry = Type.Object({
  name: Type.String(),
  /** The value that stood there, letter by letter as JSON; null where there was none. */
  before: Type.Union([Type.String(), Type.Null()]),
  /** What we wrote. As long as it stands there, it is ours to take back. */
  value: Type.String(),
  /** What we had written before that; it counts as ours, too, since a crash may have left it. */
  was: Type.Optional(Type.String()),
  /** What we put around it. Absent where it replaced something. */
  insertion: Type.Optional(Insertion),
})
export type Entry = Static<typeof Entry>

/** Everything that we changed in a settings file, so that it can be taken back key by key. */
export const Edits = Type.Object({
  entries: Type.Array(Entry),
  /** What we put around `env`, where we had to add it. */
  env: Type.Optional(Insertion),
  /** The whole content, where it held no object: white space, or null where there was no file. */
  blank: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
export type Edits = Static<typeof Edits>

export const NO_EDITS: Edits = { entries: [] }

/** Whether a value in the file is one that we wrote. */
export function isOurs(entry: Entry, current: unknown): boolean {
  return current === entry.value || (entry.was !== undefined && current === entry.was)
}
