import { isRecord } from '../../base/json/is-record.ts'
import type { Path } from '../../../shared/coded-issue.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'
import { type EntryResult, inEntry } from './read-entry.ts'
import type { OnProblem, Section } from './section.ts'

/** The definition of a record's values: like `read-entry.ts`, but also for plain strings. */
export interface ValueKind<T> {
  read: (raw: unknown, name: string) => EntryResult<T>
  merge: (raw: unknown, next: T) => unknown
}

const MAX_ENTRIES = 500
const MAX_NAME_LENGTH = 256

/** Named values, each read independently. */
export function recordSection<T>(kind: ValueKind<T>): Section<Record<string, T>> {
  function readAll(raw: object, path: Path, onProblem: OnProblem): [string, T][] {
    return Object.entries(raw).flatMap(([name, inner], index) => {
      const problem =
        index >= MAX_ENTRIES ? coded('invalid.too_many', { limit: MAX_ENTRIES }) : problemOfName(name)
      const { value, problems } =
        problem === undefined ? kind.read(inner, name) : { value: undefined, problems: [inEntry(problem)] }
      for (const { at, ...issue } of problems) onProblem([...path, name, ...at], issue)
      return value === undefined ? [] : [[name, value] satisfies [string, T]]
    })
  }

  return {
    read(raw, { before, path, onProblem }) {
      if (raw === undefined) return {}
      if (isRecord(raw)) {
        return Object.fromEntries(
          readAll(raw, path, (at, problem) => onProblem(at, problem, 'effect.entry_ignored')),
        )
      }
      onProblem(path, coded('invalid.object'), 'effect.value_kept')
      return before
    },

    check(value, { path, onProblem }) {
      if (!isRecord(value)) {
        onProblem(path, coded('invalid.object'))
        return undefined
      }
      const good = readAll(value, path, onProblem)
      return good.length === Object.keys(value).length ? Object.fromEntries(good) : undefined
    },

    merge(raw, next) {
      if (!isRecord(raw)) return next
      const good = new Map(readAll(raw, [], () => undefined))
      const merged = new Map(Object.entries(raw))
      // Entries beyond the limit would become active once others are removed, so a save drops them.
      for (const name of Object.keys(raw).slice(MAX_ENTRIES)) merged.delete(name)
      for (const name of good.keys()) if (!Object.hasOwn(next, name)) merged.delete(name)
      for (const [name, value] of Object.entries(next)) {
        merged.set(name, good.has(name) ? kind.merge(raw[name], value) : value)
      }
      return Object.fromEntries(merged)
    },
  }
}

function problemOfName(name: string): Coded | undefined {
  if (name === '') return coded('invalid.name_empty')
  if (name.length > MAX_NAME_LENGTH) return coded('invalid.name_too_long', { limit: MAX_NAME_LENGTH })
  // Records with this key can't be copied by assignment.
  return name === '__proto__' ? coded('invalid.name_reserved') : undefined
}
