import { isRecord } from '../../base/json/is-record.ts'
import type { TObject } from 'typebox'
import { Check } from 'typebox/value'
import type { Path } from '../../../shared/coded-issue.ts'
import { findIssues } from '../../../shared/find-issues.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'

/** The definition of a rule, provider or route. */
export interface EntryKind<T> {
  schema: TObject
  /** Other accepted field names, for example those of CCProxy. */
  aliases?: Readonly<Record<string, string>>
  /** Values of omitted fields. */
  defaults?: Partial<T>
  /** Checks beyond the schema. */
  problems?: (entry: T) => EntryProblem[]
}

/** A problem of an entry with its path; an empty path is the entry itself. */
export interface EntryProblem extends Coded {
  readonly at: Path
}

export type EntryResult<T> = { value: T; problems: [] } | { value: undefined; problems: EntryProblem[] }

/** A problem of one field, or of the entry as a whole. */
export function inEntry(problem: Coded, ...at: Path): EntryProblem {
  return { at, ...problem }
}

/** Reads one entry: ignores unknown fields, resolves aliases and defaults, and requires everything else to be valid. */
export function readEntry<T>(kind: EntryKind<T>, raw: unknown): EntryResult<T> {
  if (!isRecord(raw)) return { value: undefined, problems: [inEntry(coded('invalid.object'))] }
  const said = pickKnown(kind, raw)
  // The entry's own fields come first, because it may be written back in this order.
  const entry: unknown = { ...said, ...kind.defaults, ...said }
  if (!isEntry(kind, entry)) return { value: undefined, problems: mismatches(kind.schema, entry) }
  const problems = kind.problems?.(entry) ?? []
  return problems.length === 0 ? { value: entry, problems: [] } : { value: undefined, problems }
}

/** The known fields under their canonical names. `null` counts as absent. */
function pickKnown<T>(kind: EntryKind<T>, raw: Record<string, unknown>): Record<string, unknown> {
  const known: [string, unknown][] = []
  for (const field of Object.keys(kind.schema.properties)) {
    const value = raw[fieldName(kind, raw, field)]
    if (value !== undefined && value !== null) known.push([field, value])
  }
  return Object.fromEntries(known)
}

/** The name that this entry uses for a field. */
export function fieldName<T>(kind: EntryKind<T>, raw: Record<string, unknown>, field: string): string {
  if (Object.hasOwn(raw, field)) return field
  const aliases = Object.entries(kind.aliases ?? {})
  return aliases.find(([alias, name]) => name === field && Object.hasOwn(raw, alias))?.[0] ?? field
}

function isEntry<T>(kind: EntryKind<T>, entry: unknown): entry is T {
  return Check(kind.schema, entry)
}

function mismatches(schema: TObject, entry: unknown): EntryProblem[] {
  return findIssues(schema, entry).map(({ path = '', code, params }) => ({
    at: fromPointer(path),
    code,
    params,
  }))
}

function fromPointer(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
