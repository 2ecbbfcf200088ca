import { isRecord } from '../../base/json/is-record.ts'
import type { TObject } from 'typebox'
import { describeMismatch, matches } from './describe-mismatch.ts'

/** What one rule, provider or route has to be. */
export interface EntryKind<T> {
  /** In a sentence: "a provider". */
  noun: string
  schema: TObject
  /** Other names that a file may use, for example those of the source document 002. */
  aliases?: Readonly<Record<string, string>>
  /** What is meant where nothing is said. */
  defaults?: Partial<T>
  /** What a schema cannot say. Sentences that start with the field. */
  problems?: (entry: T) => string[]
}

export type EntryResult<T> = { value: T; problems: [] } | { value: undefined; problems: string[] }

/** Reads one entry: unknown fields are passed over, aliases and defaults resolved, everything else must hold. */
export function readEntry<T>(kind: EntryKind<T>, raw: unknown): EntryResult<T> {
  if (!isRecord(raw)) return { value: undefined, problems: [`it is no object; ${kind.noun} is one`] }
  const said = pickKnown(kind, raw)
  // What the entry says comes first, as it may have to be written.
  const entry: unknown = { ...said, ...kind.defaults, ...said }
  if (!isEntry(kind, entry)) return { value: undefined, problems: describeMismatch(kind.schema, entry) }
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
  return matches(kind.schema, entry)
}
