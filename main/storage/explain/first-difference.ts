import { isRecord } from '../../base/json/is-record.ts'

/** The first place where two values differ. */
export interface Difference {
  /** JSON pointer (RFC 6901). */
  path: string
  before: string
  after: string
}

/** Characters of a long text that are shown before and after its first difference. */
const LEAD_CHARS = 60
const TAIL_CHARS = 180
/** In a list, other values of these names make an object another thing, not a changed one. */
const IDENTITY = ['type', 'name', 'role']

/**
 * Compares two JSON values in the order of their members. Cache marks are not content, and a text is the same as a list
 * with this text as its only block.
 */
export function firstDifference(before: unknown, after: unknown, path: string): Difference | undefined {
  if (before === after) return undefined
  if (Array.isArray(before) && Array.isArray(after)) return differenceInLists(before, after, path)
  if (isRecord(before) && isRecord(after)) return differenceInObjects(before, after, path)
  if (isOneText(before, after) || isOneText(after, before)) return undefined
  return { path, ...excerpts(toText(before), toText(after)) }
}

function differenceInLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): Difference | undefined {
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const found = differenceInElement(before[at], after[at], `${path}/${at}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** As `firstDifference`, for elements of a list: the place of another element is its own, not within it. */
export function differenceInElement(before: unknown, after: unknown, path: string): Difference | undefined {
  const isOther =
    isRecord(before) && isRecord(after) && IDENTITY.some((name) => !Object.is(before[name], after[name]))
  if (isOther) return { path, ...excerpts(toText(before), toText(after)) }
  return firstDifference(before, after, path)
}

function differenceInObjects(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: string,
): Difference | undefined {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name === 'cache_control') continue
    const found = firstDifference(
      valueIn(before, name),
      valueIn(after, name),
      `${path}/${escapePointer(name)}`,
    )
    if (found !== undefined) return found
  }
  return undefined
}

/** Undefined for what an object only inherits: a tool's schema may name a property `constructor`. */
function valueIn(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function isOneText(text: unknown, list: unknown): boolean {
  if (typeof text !== 'string' || !Array.isArray(list) || list.length !== 1) return false
  const block: unknown = list[0]
  return isRecord(block) && block['type'] === 'text' && block['text'] === text
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Both texts around their first difference. */
export function excerpts(before: string, after: string): { before: string; after: string } {
  const most = Math.min(before.length, after.length)
  let same = 0
  while (same < most && before[same] === after[same]) same++
  return { before: excerpt(before, same), after: excerpt(after, same) }
}

function excerpt(text: string, at: number): string {
  const [start, end] = [Math.max(0, at - LEAD_CHARS), at + TAIL_CHARS]
  const shown = `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
  return shown.toWellFormed().replaceAll('\0', '\uFFFD')
}

function toText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
