import { isRecord } from '../../base/json/is-record.ts'
import { type Path, type OnProblem, type Section } from './section.ts'

/** A value of a record: what `read-entry.ts` is for objects, open to plain texts too. */
export interface ValueKind<T> {
  read: (raw: unknown, name: string) => { value: T; problems: [] } | { value: undefined; problems: string[] }
  merge: (raw: unknown, next: T) => unknown
}

const MAX_ENTRIES = 500
const MAX_NAME_LENGTH = 256

/** Values by name, each of which stands alone. */
export function recordSection<T>(kind: ValueKind<T>): Section<Record<string, T>> {
  function readAll(raw: object, path: Path, onProblem: OnProblem): [string, T][] {
    return Object.entries(raw).flatMap(([name, inner], index) => {
      const problem = index >= MAX_ENTRIES ? `there may be ${MAX_ENTRIES} at most` : problemOfName(name)
      const { value, problems } =
        problem === undefined ? kind.read(inner, name) : { value: undefined, problems: [problem] }
      for (const sentence of problems) onProblem([...path, name], sentence)
      return value === undefined ? [] : [[name, value] satisfies [string, T]]
    })
  }

  return {
    read(raw, { before, path, onProblem }) {
      if (raw === undefined) return {}
      if (isRecord(raw)) {
        return Object.fromEntries(
          readAll(raw, path, (at, problem) => onProblem(at, `${problem}; it is left out`)),
        )
      }
      onProblem(path, 'it must be an object; what held before stays')
      return before
    },

    check(value, { path, onProblem }) {
      if (!isRecord(value)) {
        onProblem(path, 'must be an object')
        return undefined
      }
      const good = readAll(value, path, onProblem)
      return good.length === Object.keys(value).length ? Object.fromEntries(good) : undefined
    },

    merge(raw, next) {
      if (!isRecord(raw)) return next
      const good = new Map(readAll(raw, [], () => undefined))
      const merged = new Map(Object.entries(raw))
      // What is beyond the limit would come to life in place of what went, so a save lets it go.
      for (const name of Object.keys(raw).slice(MAX_ENTRIES)) merged.delete(name)
      for (const name of good.keys()) if (!Object.hasOwn(next, name)) merged.delete(name)
      for (const [name, value] of Object.entries(next)) {
        merged.set(name, good.has(name) ? kind.merge(raw[name], value) : value)
      }
      return Object.fromEntries(merged)
    },
  }
}

function problemOfName(name: string): string | undefined {
  if (name === '') return 'its name is empty'
  if (name.length > MAX_NAME_LENGTH) return `its name is longer than ${MAX_NAME_LENGTH} characters`
  // A record that holds it cannot be copied by assignment.
  return name === '__proto__' ? 'it cannot be named so' : undefined
}
