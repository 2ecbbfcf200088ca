import { IsArray, IsObject, type TObject, type TSchema } from 'typebox'
import { isDeepStrictEqual } from 'node:util'
import { isRecord } from '../../base/json/is-record.ts'
import { commonEnds } from './diff-json.ts'
import { kindOf } from './entry-kinds.ts'
import { type Entry, fieldName, memberOf, namesOf, readEntries, readEntry } from './read-entries.ts'
import { entrySchema, readValid } from './read-part.ts'

/**
 * The JSON to write for a part of the live settings, so that it means `next`. What the file says about unknown fields,
 * invalid entries, aliases and omitted defaults stays.
 *
 * @param meaning.defaults the meaning of an absent part
 */
export function mergePart(
  schema: TSchema,
  raw: unknown,
  { next, defaults }: { next: unknown; defaults: unknown },
): unknown {
  const now = raw === undefined ? defaults : readValid(schema, raw)
  if (isDeepStrictEqual(now, next)) return raw
  if (IsObject(schema) && isRecord(raw)) return mergeFields(schema, raw, { next, defaults })
  const entry = entrySchema(schema, raw)
  if (entry === undefined) return next
  const entries = readEntries(entry.schema, entry.raw)
  if (IsArray(schema) && Array.isArray(next)) return mergeList(entry, entries, next)
  return isRecord(next) ? mergeRecord(entry, entries, next) : next
}

type Collection = { schema: TSchema; raw: object }

function mergeFields(
  schema: TObject,
  raw: Record<string, unknown>,
  { next, defaults }: { next: unknown; defaults: unknown },
): unknown {
  const merged = new Map(Object.entries(raw))
  for (const [name, inner] of Object.entries(schema.properties)) {
    const meaning = { next: memberOf(next, name), defaults: memberOf(defaults, name) }
    const value = mergePart(inner, memberOf(raw, name), meaning)
    if (value !== undefined) merged.set(name, value)
  }
  return Object.fromEntries(merged)
}

function mergeRecord({ schema, raw }: Collection, entries: readonly Entry[], next: object): unknown {
  const merged = new Map<string, unknown>(Object.entries(raw))
  const wanted = new Map<string, unknown>(Object.entries(next))
  const usable = new Set<unknown>()
  for (const { key, value, isSpare } of entries) {
    if (value !== undefined) usable.add(key)
    if (isSpare || (value !== undefined && !wanted.has(String(key)))) merged.delete(String(key))
  }
  for (const [name, value] of wanted) {
    merged.set(name, usable.has(name) ? mergeEntry(schema, memberOf(raw, name), value) : value)
  }
  return Object.fromEntries(merged)
}

function mergeList(
  { schema, raw }: Collection,
  entries: readonly Entry[],
  next: readonly unknown[],
): unknown {
  const good = entries.filter(({ value }) => value !== undefined)
  const { identity } = kindOf(schema)
  const partners = identity === undefined ? alignByPlace(good, next) : alignByName(good, next, identity)
  const contents = Object.values(raw)
  const merged = next.map((entry, at) => {
    const partner = partners[at]
    return partner === undefined ? entry : mergeEntry(schema, contents[Number(partner.key)], entry)
  })
  return putBack(merged, entries, contents)
}

/** The entry to write so that it means `next`; only changed fields differ. */
function mergeEntry(schema: TSchema, raw: unknown, next: unknown): unknown {
  if (!isRecord(raw)) return next
  const kind = kindOf(schema)
  const now = readEntry(schema, raw)
  const merged = new Map(Object.entries(raw))
  for (const field of kind.fields) {
    const wanted = memberOf(next, field)
    if (isDeepStrictEqual(memberOf(now, field), wanted)) continue
    if (wanted !== undefined) merged.set(fieldName(kind, raw, field), wanted)
    else for (const name of namesOf(kind, field)) merged.delete(name)
  }
  return Object.fromEntries(merged)
}

/** For each new entry the existing one with the same name, if any. */
function alignByName(
  good: readonly Entry[],
  next: readonly unknown[],
  identity: string,
): (Entry | undefined)[] {
  const byName = new Map(good.map((entry) => [memberOf(entry.value, identity), entry]))
  return next.map((entry) => byName.get(memberOf(entry, identity)))
}

/** Pairs equal entries from both ends; those between them are paired only if their number is unchanged. */
function alignByPlace(good: readonly Entry[], next: readonly unknown[]): (Entry | undefined)[] {
  if (good.length === next.length) return [...good]
  const { head, tail } = commonEnds(
    good.map(({ value }) => value),
    next,
  )
  return next.map((_entry, at) => {
    if (at < head) return good[at]
    return at >= next.length - tail ? good[at - next.length + good.length] : undefined
  })
}

/** Keeps invalid entries, because they are the user's work: each stays behind the same number of valid ones. */
function putBack(
  merged: readonly unknown[],
  entries: readonly Entry[],
  contents: readonly unknown[],
): unknown[] {
  const list = [...merged]
  let before = 0
  let put = 0
  for (const { key, value, isSpare } of entries) {
    if (value !== undefined) {
      before++
    } else if (!isSpare) {
      list.splice(Math.min(before, merged.length) + put, 0, contents[Number(key)])
      put++
    }
  }
  return list
}
