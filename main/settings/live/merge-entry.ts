import { isRecord } from '../../base/json/is-record.ts'
import { isDeepStrictEqual } from 'node:util'
import { type EntryKind, fieldName, readEntry } from './read-entry.ts'

/** The entry to write so that it means `next`; keeps unknown fields, aliases and omitted defaults. */
export function mergeEntry<T extends object>(kind: EntryKind<T>, raw: unknown, next: T): unknown {
  if (!isRecord(raw)) return next
  const now: object = readEntry(kind, raw).value ?? {}
  const merged = new Map(Object.entries(raw))
  for (const field of Object.keys(kind.schema.properties)) {
    const name = fieldName(kind, raw, field)
    const wanted = valueOf(next, field)
    if (isDeepStrictEqual(valueOf(now, field), wanted)) continue
    if (wanted === undefined) merged.delete(name)
    else merged.set(name, wanted)
  }
  return Object.fromEntries(merged)
}

function valueOf(entry: object, field: string): unknown {
  return Object.entries(entry).find(([name]) => name === field)?.[1]
}
