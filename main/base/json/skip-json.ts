/*
 * A minimal parser of JSON bytes that only finds where values end. All functions return the offset after the skipped
 * part, or -1 if the text ends inside it.
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** Below this length a byte loop is faster than `Buffer.indexOf`. In bytes. */
const SHORT_STRING = 48

export function skipValue(json: Buffer, at: number): number {
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

export function skipString(json: Buffer, at: number): number {
  let i = at + 1
  // Alternates between both methods: a text full of escaped quotes would cost one `indexOf` call each.
  while (i < json.length) {
    const shortEnd = Math.min(i + SHORT_STRING, json.length)
    for (; i < shortEnd; i++) {
      const byte = json[i]
      if (byte === QUOTE) return i + 1
      if (byte === BACKSLASH) i++
    }
    // `i` is past an escape pair or at the limit, so the byte at `i` is never the second half of an escape.
    const quote = i < json.length ? json.indexOf(QUOTE, i) : -1
    if (quote === -1) return -1
    if (!isEscaped(json, quote, i)) return quote + 1
    i = quote + 1
  }
  return -1
}

/** A quote is escaped if it follows an odd number of backslashes. */
function isEscaped(json: Buffer, quote: number, from: number): boolean {
  let before = quote - 1
  while (before >= from && json[before] === BACKSLASH) before--
  return (quote - 1 - before) % 2 === 1
}

export function skipSpace(json: Buffer, at: number): number {
  let i = at
  while (isSpace(json[i])) i++
  return i
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte)
}
