import { IsArray, IsObject, IsRecord, RecordValue, type TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { Effect, Path } from '../../../shared/coded-issue.ts'
import { findIssues } from '../../../shared/find-issues.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { memberOf, readEntries } from './read-entries.ts'

/** Called for everything that is ignored while reading. */
export type OnProblem = (path: Path, problem: Coded, effect?: Effect) => void

export interface ReadContext {
  /** Replaces what is invalid. */
  before?: unknown
  /** Replaces what is absent; without it everything is required. */
  defaults?: unknown
  path: Path
  onProblem: OnProblem
}

/**
 * Reads a part of the live settings by its schema: the fields of an object one by one, the entries of a list or record
 * one by one, and anything else as a whole. Reports and leaves out what is invalid.
 */
export function readPart(schema: TSchema, raw: unknown, context: ReadContext): unknown {
  const { before, defaults, path, onProblem } = context
  if (raw === undefined && defaults !== undefined) return defaults
  if (IsObject(schema) && isRecord(raw)) {
    const fields = Object.entries(schema.properties).map(([name, inner]) => {
      const at = { before: memberOf(before, name), defaults: memberOf(defaults, name), path: [...path, name] }
      return [name, readPart(inner, memberOf(raw, name), { ...at, onProblem })]
    })
    return Object.fromEntries(fields)
  }
  const entry = entrySchema(schema, raw)
  if (entry !== undefined) {
    const entries = readEntries(entry.schema, entry.raw)
    for (const { key, problems } of entries) {
      for (const { at, ...problem } of problems)
        onProblem([...path, key, ...at], problem, 'effect.entry_ignored')
    }
    const good = entries.filter(({ value }) => value !== undefined)
    return IsArray(schema)
      ? good.map(({ value }) => value)
      : Object.fromEntries(good.map(({ key, value }) => [key, value]))
  }
  if (Check(schema, raw)) return raw
  const issues = raw === undefined ? [coded('invalid.required')] : findIssues(schema, raw)
  for (const issue of issues) onProblem(path, issue, 'effect.value_kept')
  return before
}

/** The schema of the entries of a list or record; undefined for another part, and where the file has another type. */
export function entrySchema(schema: TSchema, raw: unknown): { schema: TSchema; raw: object } | undefined {
  if (IsArray(schema) && Array.isArray(raw)) return { schema: schema.items, raw }
  if (IsRecord(schema) && isRecord(raw)) return { schema: RecordValue(schema), raw }
  return undefined
}

/** A part that is complete and valid; undefined otherwise. */
export function readValid(schema: TSchema, raw: unknown): unknown {
  let isValid = true
  const value = readPart(schema, raw, { path: [], onProblem: () => (isValid = false) })
  return isValid ? value : undefined
}
