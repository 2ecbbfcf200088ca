import { isRecord } from '../../base/json/is-record.ts'
import type { TObject } from 'typebox'
import { Check } from 'typebox/value'
import type { Path } from '../../../shared/coded-issue.ts'
import { findIssues } from '../../../shared/find-issues.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'

/** What one rule, provider or route has to be. */
export interface EntryKind<T> {
  schema: TObject
  /** Other names that a file may use, for example those of the source document 002. */
  aliases?: Readonly<Record<string, string>>
  /** What is meant where nothing is said. */
  defaults?: Partial<T>
  /** What a schema cannot say. */
  problems?: (entry: T) => EntryProblem[]
}

/** What is wrong in an entry, and where in it; an empty path is the entry itself. */
export interface EntryProblem extends Coded {
  readonly at: Path
}

export type EntryResult<T> = { value: T; problems: [] } | { value: undefined; problems: EntryProblem[] }

/** A problem of one field, or of the entry as a whole. */
export function inEntry(problem: Coded, ...at: Path): EntryProblem {
  return { at, ...problem }
}

/** Reads one entry: unknown fields are passed over, aliases and defaults resolved, everything else must hold. */
export function readEntry<T>(kind: EntryKind<T>, raw: unknown): EntryResult<T> {
  if (!isRecord(raw)) return { value: undefined, problems: [inEntry(coded('invalid.object'))] }
  const said = pickKnown(kind, raw)
  // What the entry says comes first, as it may have to be written.
  const entry: unknown = { ...said, ...kind.defaults, ...said }
  if (!isEntry(kind, entry)) return { value: undefined, problems: mismatches(kind.schema, entry) }
  const problems = kind.problems?.(entry) ?? []
  return problems.length === 0 ? { value: entry, problems: [] } : { value: undefined, problems }
}

/** The known fields under their own names. `null` is as good as nothing. */
function pickKnown<T>(kind: EntryKind<T>, raw: Record<string, unknown>): Record<string, unknown> {
  const known: [string, unknown][] = []
  for (const field of Object.keys(kind.schema.properties)) {
    const value = raw[fieldName(kind, raw, field)]
    if (value !== undefined && value !== null) known.push([field, value])
  }
  return Object.fromEntries(known)
}

/** How this entry calls a field. */
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
