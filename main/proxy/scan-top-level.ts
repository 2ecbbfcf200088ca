/** Where a member's value stands in the body, as byte offsets `[start, end)`. */
export interface Span {
  start: number
  end: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** Below this length a byte loop beats a call into `Buffer.indexOf`. */
const SHORT_STRING = 48

/**
 * Finds members of the top-level object of a JSON text without parsing it: 200 kB of conversation cost tenths of
 * a millisecond less than `JSON.parse`, and the original bytes stay for forwarding. As in `JSON.parse`, the last
 * of several equal names wins. The text is not validated inside nested values.
 *
 *     {"model":"claude-x","messages":[…],"stream":true}  →  model: 9–19, stream: 44–48
 *
 * @param options.firstOnly stop when every name was found once: what follows is neither read nor judged
 * @returns the spans of the names that were found; `undefined` when the text is not one JSON object.
 */
export function scanTopLevel(
  json: Buffer,
  names: readonly string[],
  options: { firstOnly: boolean } = { firstOnly: false },
): Map<string, Span> | undefined {
  const found = new Map<string, Span>()
  let at = skipSpace(json, 0)
  if (json[at] !== OPEN_BRACE) return undefined
  at = skipSpace(json, at + 1)
  if (json[at] === CLOSE_BRACE) return isBlank(json, at + 1) ? found : undefined

  for (;;) {
    const member = readMember(json, at)
    if (member === undefined) return undefined
    if (names.includes(member.name)) found.set(member.name, member.value)
    if (options.firstOnly && found.size === names.length) return found
    at = skipSpace(json, member.value.end)
    if (json[at] === CLOSE_BRACE) return isBlank(json, at + 1) ? found : undefined
    if (json[at] !== COMMA) return undefined
    at = skipSpace(json, at + 1)
  }
}

function readMember(json: Buffer, at: number): { name: string; value: Span } | undefined {
  if (json[at] !== QUOTE) return undefined
  const nameEnd = skipString(json, at)
  if (nameEnd === -1) return undefined
  const colon = skipSpace(json, nameEnd)
  if (json[colon] !== COLON) return undefined
  const start = skipSpace(json, colon + 1)
  const end = skipValue(json, start)
  if (end === -1) return undefined
  const name = decodeName(json, at + 1, nameEnd - 1)
  return name === undefined ? undefined : { name, value: { start, end } }
}

/** A name may be written with escapes: `"mod\u0065l"` is `model` to every parser upstream. */
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

/** All `skip…` functions return the offset behind what they skipped, or -1 when the text ends inside it. */
function skipValue(json: Buffer, at: number): number {
  const first = json[at]
  if (first === QUOTE) return skipString(json, at)
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(json, at)
  return skipScalar(json, at)
}

function skipNested(json: Buffer, at: number): number {
  let depth = 0
  for (let i = at; i < json.length; i++) {
    const byte = json[i]
    if (byte === QUOTE) {
      i = skipString(json, i) - 1
      if (i < 0) return -1
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--
      if (depth === 0) return i + 1
    }
  }
  return -1
}

function skipScalar(json: Buffer, at: number): number {
  let end = at
  while (end < json.length && !isDelimiter(json[end])) end++
  return end === at ? -1 : end
}

function skipString(json: Buffer, at: number): number {
  const shortEnd = Math.min(at + SHORT_STRING, json.length)
  let i = at + 1
  for (; i < shortEnd; i++) {
    const byte = json[i]
    if (byte === QUOTE) return i + 1
    if (byte === BACKSLASH) i++
  }
  // `i` is past an escape pair or at the limit, so the byte at `i` is never the second half of an escape.
  const from = i
  for (let quote = json.indexOf(QUOTE, i); quote !== -1; quote = json.indexOf(QUOTE, quote + 1)) {
    if (!isEscaped(json, quote, from)) return quote + 1
  }
  return -1
}

/** A quote is escaped when an odd number of backslashes stands before it. */
function isEscaped(json: Buffer, quote: number, from: number): boolean {
  let before = quote - 1
  while (before >= from && json[before] === BACKSLASH) before--
  return (quote - 1 - before) % 2 === 1
}

function skipSpace(json: Buffer, at: number): number {
  let i = at
  while (isSpace(json[i])) i++
  return i
}

function isBlank(json: Buffer, at: number): boolean {
  return skipSpace(json, at) >= json.length
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte)
}
