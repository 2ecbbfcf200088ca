import { isRecord } from '../base/json/is-record.ts'
import { parseJson } from '../base/json/parse-json.ts'
const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b

/** A line of a transcript. Fields come from outside: each reader narrows what it uses. */
export type Line = Readonly<Record<string, unknown>> & { readonly type: string }

/** Lines shorter than this cannot be too much, in bytes. */
const SHORT = 1024 * 1024
/**
 * A line with more values than this is no message of anybody's. `[[],[],…` takes 24 times its length as objects, and
 * a thread whose memory runs out inside of JSON.parse takes the whole program with it (Node 24).
 */
const MAX_VALUES = 2_000_000

/** @returns undefined for a blank line, and for what is no object with a type: others write these files, not we */
export function parseLine(bytes: Buffer): Line | undefined {
  if (bytes.length > SHORT && hasTooManyValues(bytes)) return undefined
  const text = bytes.toString('utf8')
  // A byte order mark is no JSON; the files of some editors begin with one.
  const value = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text)
  return isLine(value) ? value : undefined
}

/** Long lines are long for their strings: what stands in those does not count. */
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

/** The value where it is a string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
