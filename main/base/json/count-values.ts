import { skipString } from './skip-json.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LF = 0x0a
const CR = 0x0d

/**
 * Limit of the values that are parsed and worked on in one turn of the event loop: a million keys took 2.5 s. Texts of
 * real messages have up to a thousand, and 30,000 where the Responses API repeats all tools.
 */
export const MAX_VALUES = 60_000

/**
 * The same for a request of the client that is parsed as a whole. A conversation of a million tokens with 300 tools has
 * about 100,000.
 */
export const MAX_REQUEST_VALUES = 250_000

/** Kinds of bytes. */
const PLAIN = 0
const VALUE = 1
const STRING = 2
const ESCAPE = 3
const LINE_END = 4
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte))

export interface ValueCounter {
  /** Counts further bytes, a few ns each. */
  add: (bytes: Uint8Array) => void
  /** Commas and opening brackets outside of strings so far: the number of values, within a factor of two. */
  count: () => number
  /** Bytes so far. */
  size: () => number
}

/**
 * Counts the values of a JSON text before it is parsed. Parsing costs up to 3 µs for each value and 1 ns for each byte
 * of a string, so a limit in bytes alone doesn't bound the time.
 *
 * A line ends the string that it is in: JSON strings contain no line ends, so a stray quote can't hide what follows.
 *
 * @param options.perEvent counts from the last blank line on, which ends an event of a stream
 */
export function createValueCounter({ perEvent }: { perEvent: boolean }): ValueCounter {
  let values = 0
  let size = 0
  let isInString = false
  /** The next byte is the second one of an escape. */
  let isEscaped = false
  /** Nothing has followed the last line end. */
  let isAtLineStart = false
  let previous = 0

  function endLine(byte: number, left: number): void {
    isInString = false
    isEscaped = false
    const isPair = byte === LF && previous === CR
    if (perEvent && isAtLineStart && !isPair) {
      values = 0
      size = left
    }
    isAtLineStart = true
  }
  /** Returns where the string or the line ends. */
  function skipText(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const kind = KINDS[bytes[at] ?? 0]
      if (kind === LINE_END) return at
      if (isEscaped) isEscaped = false
      else if (kind === STRING) return at
      else if (kind === ESCAPE) isEscaped = true
    }
    return bytes.length
  }
  function add(bytes: Uint8Array): void {
    const { length } = bytes
    size += length
    for (let at = 0; at < length; at++) {
      if (isInString) at = skipText(bytes, at)
      if (at >= length) break
      const byte = bytes[at] ?? 0
      const kind = KINDS[byte]
      if (kind === LINE_END) endLine(byte, length - at - 1)
      else {
        isAtLineStart = false
        if (kind === STRING) isInString = !isInString
        else if (kind === VALUE) values++
      }
      previous = byte
    }
  }

  return { add, count: () => values, size: () => size }
}

/**
 * True if a JSON text has more than `most` values. Constant time for short texts; skips strings natively, because a
 * request may have 30 MB of them.
 */
export function hasManyValues(json: string | Buffer, most = MAX_VALUES): boolean {
  if (json.length <= most) return false
  const bytes = typeof json === 'string' ? Buffer.from(json) : json
  let values = 0
  for (let at = 0; at < bytes.length; at++) {
    const kind = KINDS[bytes[at] ?? 0]
    if (kind === STRING) {
      const end = skipString(bytes, at)
      if (end === -1) return false
      at = end - 1
    } else if (kind === VALUE && ++values > most) return true
  }
  return false
}

function kindOf(byte: number): number {
  if (byte === QUOTE) return STRING
  if (byte === BACKSLASH) return ESCAPE
  if (byte === LF || byte === CR) return LINE_END
  return ',[{'.includes(String.fromCharCode(byte)) ? VALUE : PLAIN
}
