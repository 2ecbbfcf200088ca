import type { TSchema } from 'typebox'
import { type Coded, coded } from '../../../shared/language/say.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { type EntryKind, kindOf } from './entry-kinds.ts'
import { type EntryProblem, inEntry } from './entry-problem.ts'

/** One entry of a list or record in the file. */
export interface Entry {
  /** Its index, or its name in a record. */
  key: string | number
  /** Undefined when it is invalid. */
  value: unknown
  problems: readonly EntryProblem[]
  /** It is a duplicate or beyond the limit, and would become valid if another entry were removed. */
  isSpare: boolean
}

const MAX_NAME_LENGTH = 256

/** Reads each entry of a list or record by itself. Those beyond the limit get a single problem, at the first. */
export function readEntries(schema: TSchema, raw: object): Entry[] {
  const kind = kindOf(schema)
  const taken = new Set<unknown>()
  let isSaid = false
  const pairs: [string | number, unknown][] = Array.isArray(raw) ? [...raw.entries()] : Object.entries(raw)
  return pairs.map(([key, inner], index) => {
    if (taken.size === kind.most) {
      const surplus = inEntry(coded('invalid.surplus', { limit: kind.most, count: pairs.length - index }))
      const problems = isSaid ? [] : [surplus]
      isSaid = true
      return { key, value: undefined, problems, isSpare: true }
    }
    const entry = readNamed(schema, key, inner)
    if (entry.problems.length > 0) return entry
    const identity = kind.identity === undefined ? key : memberOf(entry.value, kind.identity)
    if (taken.has(identity)) return { key, value: undefined, problems: [DUPLICATE], isSpare: true }
    taken.add(identity)
    return entry
  })
}

const DUPLICATE = inEntry(coded('invalid.duplicate'))

function readNamed(schema: TSchema, key: string | number, raw: unknown): Entry {
  const problem = typeof key === 'string' ? problemOfName(key) : undefined
  if (problem !== undefined) return { key, value: undefined, problems: [inEntry(problem)], isSpare: false }
  const value = readEntry(schema, raw)
  const problems = kindOf(schema).problems(value)
  return { key, value: problems.length === 0 ? value : undefined, problems, isSpare: false }
}

function problemOfName(name: string): Coded | undefined {
  if (name === '') return coded('invalid.name_empty')
  if (name.length > MAX_NAME_LENGTH) return coded('invalid.name_too_long', { limit: MAX_NAME_LENGTH })
  // Records with this key can't be copied by assignment.
  return name === '__proto__' ? coded('invalid.name_reserved') : undefined
}

/** The entry with its known fields under their canonical names, and the defaults of omitted ones; not yet checked. */
export function readEntry(schema: TSchema, raw: unknown): unknown {
  const kind = kindOf(schema)
  if (!isRecord(kind.defaults) || !isRecord(raw)) return raw
  const known = kind.fields.flatMap((field) => {
    const value = memberOf(raw, fieldName(kind, raw, field))
    // `null` counts as absent.
    return value === undefined || value === null ? [] : [[field, value]]
  })
  const entry = Object.fromEntries(known)
  // The entry's own fields come first, because it may be written back in this order.
  return { ...entry, ...kind.defaults, ...entry }
}

/** The name that this entry uses for a field. */
export function fieldName(kind: EntryKind, raw: object, field: string): string {
  return namesOf(kind, field).find((name) => Object.hasOwn(raw, name)) ?? field
}

/** The canonical name of a field, and its aliases. */
export function namesOf({ aliases = {} }: EntryKind, field: string): string[] {
  return [field, ...Object.keys(aliases).filter((alias) => aliases[alias] === field)]
}

/** An own member of a value, if it is an object that has it. */
export function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
