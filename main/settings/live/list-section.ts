import { isDeepStrictEqual } from 'node:util'
import { coded } from '../../../shared/language/say.ts'
import { mergeEntry } from './merge-entry.ts'
import { type EntryKind, type EntryResult, inEntry, readEntry } from './read-entry.ts'
import type { Section } from './section.ts'

interface ListOptions<T> {
  most: number
  /** A key that must be unique among the entries; without it duplicates are allowed. */
  identity?: (entry: T) => string
}

/** A list whose entries are independent: an invalid one is ignored and the others apply. */
export function listSection<T extends object>(kind: EntryKind<T>, options: ListOptions<T>): Section<T[]> {
  const { identity } = options

  return {
    read(raw, { before, path, onProblem }) {
      if (raw === undefined) return []
      if (!Array.isArray(raw)) {
        onProblem(path, coded('invalid.list'), 'effect.value_kept')
        return before
      }
      const results = readAll(kind, raw, options)
      for (const [index, { problems }] of results.entries()) {
        for (const { at, ...problem } of problems)
          onProblem([...path, index, ...at], problem, 'effect.entry_ignored')
      }
      return results.flatMap(({ value }) => (value === undefined ? [] : [value]))
    },

    check(value, { path, onProblem }) {
      if (!Array.isArray(value)) {
        onProblem(path, coded('invalid.list'))
        return undefined
      }
      const results = readAll(kind, value, options)
      for (const [index, { problems }] of results.entries()) {
        for (const { at, ...problem } of problems) onProblem([...path, index, ...at], problem)
      }
      const good = results.flatMap((result) => (result.value === undefined ? [] : [result.value]))
      return good.length === value.length ? good : undefined
    },

    merge(raw, next) {
      if (!Array.isArray(raw)) return next
      const results = readAll(kind, raw, options)
      const good = results.flatMap(({ value }, index) => (value === undefined ? [] : [{ value, index }]))
      const partners = identity === undefined ? alignByPlace(good, next) : alignByName(good, next, identity)
      const merged: unknown[] = next.map((entry, at) => {
        const partner = partners[at]
        return partner === undefined ? entry : mergeEntry(kind, raw[partner], entry)
      })
      // Entries beyond the limit would become active once others are removed, so a save drops them.
      const last = results.findLastIndex(({ value }) => value !== undefined)
      const isSurplus = (index: number) => good.length >= options.most && index > last
      const isLost = (index: number) => isSurplus(index) || isShadowed(results[index])
      return putBack(merged, { raw, results, isLost })
    },
  }
}

const DUPLICATE = inEntry(coded('invalid.duplicate'))

function readAll<T extends object>(
  kind: EntryKind<T>,
  raw: readonly unknown[],
  { most, identity }: ListOptions<T>,
): EntryResult<T>[] {
  const seen = new Set<string>()
  let usable = 0
  return raw.map((entry, index) => {
    if (usable >= most) return surplus(most, raw.length - index)
    const result = readEntry(kind, entry)
    if (result.value !== undefined && identity !== undefined) {
      const name = identity(result.value)
      if (seen.has(name)) return { value: undefined, problems: [DUPLICATE] }
      seen.add(name)
    }
    if (result.value !== undefined) usable++
    return result
  })

  /** A single issue for all entries beyond the limit, reported at the first. They are not read. */
  function surplus(limit: number, count: number): EntryResult<T> {
    const isFirst = usable++ === limit
    return {
      value: undefined,
      problems: isFirst ? [inEntry(coded('invalid.surplus', { limit, count }))] : [],
    }
  }
}

/** Removing or renaming the first of two entries with the same name would activate the second. */
function isShadowed(result: EntryResult<object> | undefined): boolean {
  return result?.value === undefined && result?.problems[0] === DUPLICATE
}

/** For each new entry the index of the existing entry with the same name, if any. */
function alignByName<T>(
  good: readonly { value: T; index: number }[],
  next: readonly T[],
  identity: (entry: T) => string,
): (number | undefined)[] {
  const places = new Map(good.map(({ value, index }) => [identity(value), index]))
  return next.map((entry) => places.get(identity(entry)))
}

/** Pairs equal entries from both ends; those between them are paired only if their number is unchanged. */
function alignByPlace<T>(
  good: readonly { value: T; index: number }[],
  next: readonly T[],
): (number | undefined)[] {
  const most = Math.min(good.length, next.length)
  let head = 0
  while (head < most && isDeepStrictEqual(good[head]?.value, next[head])) head++
  let tail = 0
  while (tail < most - head && isDeepStrictEqual(good.at(-1 - tail)?.value, next.at(-1 - tail))) tail++
  return next.map((_entry, at) => {
    if (at < head || good.length === next.length) return good[at]?.index
    return at >= next.length - tail ? good[at - next.length + good.length]?.index : undefined
  })
}

/** Keeps unusable entries, because they are the user's work: each stays behind the same number of usable ones. */
function putBack(
  merged: readonly unknown[],
  from: {
    raw: readonly unknown[]
    results: readonly EntryResult<object>[]
    isLost: (index: number) => boolean
  },
): unknown[] {
  const list = [...merged]
  let before = 0
  let put = 0
  for (const [index, { value }] of from.results.entries()) {
    if (value !== undefined) {
      before++
    } else if (!from.isLost(index)) {
      list.splice(Math.min(before, merged.length) + put, 0, from.raw[index])
      put++
    }
  }
  return list
}
