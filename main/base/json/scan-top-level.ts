import { createProgress, type Progress, runAtOnce, type WorkInParts } from '../work-in-parts.ts'
import { skipSpaceInParts, skipValueInParts } from './skip-json.ts'

/** Top-level members of a JSON text, by name. */
export type Members = ReadonlyMap<string, Span>

/** Position of a member's value in the body, as byte offsets `[start, end)`. */
export interface Span {
  start: number
  end: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** Real requests and responses have fewer than a hundred. Members beyond this are neither read nor checked. */
const MAX_MEMBERS = 10_000

/**
 * Finds members of the top-level object of a JSON text without parsing it: for 200 kB of conversation this saves tenths
 * of a millisecond compared to `JSON.parse`, and the original bytes can be forwarded. As in `JSON.parse`, the last of
 * several equal names wins. Nested values are not validated.
 *
 *     {"model":"claude-x","messages":[…],"stream":true}  →  model: 9–19, stream: 44–48
 *
 * @param names `all` for every member
 * @param options.firstOnly stop once every name was found; the rest is neither read nor checked
 * @returns the spans of the names that were found; undefined if the text is not a single JSON object
 */
export function scanTopLevel(
  json: Buffer,
  names: readonly string[] | 'all',
  options?: { firstOnly: boolean },
): Map<string, Span> | undefined {
  return runAtOnce(scanMembers(json, names, options))
}

/** `scanTopLevel` with pauses, for long texts. */
export function* scanMembers(
  json: Buffer,
  names: readonly string[] | 'all',
  options: { firstOnly: boolean } = { firstOnly: false },
  progress: Progress = createProgress(),
): WorkInParts<Map<string, Span> | undefined> {
  const found = new Map<string, Span>()
  let at = yield* skipSpaceInParts(json, 0, progress)
  if (json[at] !== OPEN_BRACE) return undefined
  at = yield* skipSpaceInParts(json, at + 1, progress)
  if (json[at] === CLOSE_BRACE) return yield* ifLast(json, { at, progress }, found)

  for (let members = 0; ; members++) {
    if (members === MAX_MEMBERS) return found
    const member = yield* readMember(json, at, progress)
    if (member === undefined) return undefined
    if (names === 'all' || names.includes(member.name)) found.set(member.name, member.value)
    if (options.firstOnly && found.size === names.length) return found
    at = yield* skipSpaceInParts(json, member.value.end, progress)
    if (json[at] === CLOSE_BRACE) return yield* ifLast(json, { at, progress }, found)
    if (json[at] !== COMMA) return undefined
    at = yield* skipSpaceInParts(json, at + 1, progress)
  }
}

function* readMember(
  json: Buffer,
  at: number,
  progress: Progress,
): WorkInParts<{ name: string; value: Span } | undefined> {
  if (json[at] !== QUOTE) return undefined
  const nameEnd = yield* skipValueInParts(json, at, progress)
  if (nameEnd === -1) return undefined
  const colon = yield* skipSpaceInParts(json, nameEnd, progress)
  if (json[colon] !== COLON) return undefined
  const start = yield* skipSpaceInParts(json, colon + 1, progress)
  const end = yield* skipValueInParts(json, start, progress)
  if (end === -1) return undefined
  const name = decodeName(json, at + 1, nameEnd - 1)
  return name === undefined ? undefined : { name, value: { start, end } }
}

/** A name may contain escapes: every upstream parser reads `"mod\u0065l"` as `model`. */
function decodeName(json: Buffer, start: number, end: number): string | undefined {
  const raw = json.toString('latin1', start, end)
  if (!raw.includes('\\')) return raw
  try {
    const name: unknown = JSON.parse(json.toString('utf8', start - 1, end + 1))
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

/** The members found, if nothing follows the brace that closes the object. */
function* ifLast<T>(
  json: Buffer,
  { at, progress }: { at: number; progress: Progress },
  found: T,
): WorkInParts<T | undefined> {
  return (yield* skipSpaceInParts(json, at + 1, progress)) >= json.length ? found : undefined
}
