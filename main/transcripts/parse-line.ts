import { isRecord } from '../base/json/is-record.ts'
import { parseJson } from '../base/json/parse-json.ts'
const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b

/** A line of a transcript. Untrusted input: readers check each field that they use. */
export type Line = Readonly<Record<string, unknown>> & { readonly type: string }

/** Shorter lines are not checked for `MAX_VALUES`, in bytes. */
const SHORT = 1024 * 1024
/**
 * Lines with more values are rejected. `[[],[],…` takes 24 times its length as objects, and a thread that runs out of
 * memory inside `JSON.parse` crashes the whole process (Node 24).
 */
const MAX_VALUES = 2_000_000

/**
 * @returns undefined for a blank line, and for anything but an object with a type: these files are written by others
 */
export function parseLine(bytes: Buffer): Line | undefined {
  if (bytes.length > SHORT && hasTooManyValues(bytes)) return undefined
  const text = bytes.toString('utf8')
  // `JSON.parse` rejects a byte order mark, which some editors write.
  const value = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text)
  return isLine(value) ? value : undefined
}

/** Real lines are long because of their strings, so characters in strings are not counted. */
function hasTooManyValues(bytes: Buffer): boolean {
  let values = 0
  let inString = false
  for (let at = 0; at < bytes.length && values <= MAX_VALUES; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) inString = !inString
    else if (inString && byte === BACKSLASH) at++
    else if (!inString && (byte === COMMA || byte === OPEN_ARRAY || byte === OPEN_OBJECT)) values++
  }
  return values > MAX_VALUES
}

function isLine(value: unknown): value is Line {
  return isRecord(value) && typeof value['type'] === 'string'
}

/** The value if it is a non-empty string. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
