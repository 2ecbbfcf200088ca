import { isRecord } from '../../base/json/is-record.ts'
import { isDeepStrictEqual } from 'node:util'
import type { Path } from '../../../shared/coded-issue.ts'

/** One change to a JSON text. `insert` shifts the following items of a list; without a value the item is removed. */
export interface JsonEdit {
  path: (string | number)[]
  value?: unknown
  insert?: true
}

/** The smallest edits, in order, that turn one value into the other. */
export function diffJson(from: unknown, to: unknown, path: Path = []): JsonEdit[] {
  if (isDeepStrictEqual(from, to)) return []
  if (isRecord(from) && isRecord(to)) return diffObjects(from, to, path)
  if (Array.isArray(from) && Array.isArray(to)) return diffLists(from, to, path)
  return [{ path: [...path], value: to }]
}

function diffObjects(from: Record<string, unknown>, to: Record<string, unknown>, path: Path): JsonEdit[] {
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key))
  return [
    ...gone.map((key) => ({ path: [...path, key] })),
    ...Object.entries(to).flatMap(([key, value]) =>
      Object.hasOwn(from, key)
        ? diffJson(from[key], value, [...path, key])
        : [{ path: [...path, key], value }],
    ),
  ]
}

/** Equal items at both ends stay untouched, with the comments around them. */
function diffLists(from: readonly unknown[], to: readonly unknown[], path: Path): JsonEdit[] {
  const { head, tail } = commonEnds(from, to)
  const edits: JsonEdit[] = []
  const both = Math.min(from.length, to.length) - tail
  for (let at = head; at < both; at++) edits.push(...diffEntry(from[at], to[at], [...path, at]))
  // From the end, so that removals don't shift the following indices.
  for (let at = from.length - tail - 1; at >= both; at--) edits.push({ path: [...path, at] })
  for (let at = both; at < to.length - tail; at++)
    edits.push({ path: [...path, at], value: to[at], insert: true })
  return edits
}

/** A different name means a different entry, which must not inherit unknown fields of the old one. */
function diffEntry(from: unknown, to: unknown, path: Path): JsonEdit[] {
  const isOther = isRecord(from) && isRecord(to) && from['name'] !== to['name']
  return isOther ? [{ path: [...path], value: to }] : diffJson(from, to, path)
}

/** The numbers of equal items at the beginning and at the end of two lists. */
export function commonEnds(from: readonly unknown[], to: readonly unknown[]): { head: number; tail: number } {
  const most = Math.min(from.length, to.length)
  let head = 0
  while (head < most && isDeepStrictEqual(from[head], to[head])) head++
  let tail = 0
  while (tail < most - head && isDeepStrictEqual(from.at(-1 - tail), to.at(-1 - tail))) tail++
  return { head, tail }
}
