import type { Span } from '../json/scan-top-level.ts'

const BACKSLASH = 0x5c
const LETTER_U = 0x75
/** Most escapes are line ends, which merge with the spaces after them. */
const ESCAPE = 0.3
const ESCAPED_LETTER = 0.9
/** By class, from `CONTINUED` on. */
const MULTI_BYTE = [0, 0.34, 0.92, 2.7]

/** Byte classes, as the tokenizer sees them: word, number, whitespace, punctuation, or a multi-byte letter. */
const LETTER = 0
const DIGIT = 1
const SPACE = 2
const MARK = 3
const CONTINUED = 4
const TWO_BYTES = 5
const THREE_BYTES = 6
const FOUR_BYTES = 7
/** `file_path` is `file` and `_path`. */
const UNDERSCORE = 0x5f
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte))

/** Longer texts are sampled: `SAMPLE_BYTES` bytes out of every `SAMPLE_INTERVAL_BYTES`. In bytes. */
const MAX_WHOLE_BYTES = 640
const SAMPLE_BYTES = 128
const SAMPLE_INTERVAL_BYTES = 640

/**
 * Estimates the tokens of a piece of JSON text, with or without quotes: each run of bytes of one class counts by its
 * length. The weights are fitted to cl100k_base.
 */
export function weighText(json: Buffer, { start, end }: Span): number {
  if (end - start <= MAX_WHOLE_BYTES) return weighAll(json, start, end)
  let tokens = 0
  let weighed = 0
  for (let at = start; at < end; at += SAMPLE_INTERVAL_BYTES) {
    const until = Math.min(end, at + SAMPLE_BYTES)
    const from = behindWord(json, at, until)
    tokens += weighAll(json, from, until)
    weighed += until - from
  }
  return (tokens * (end - start)) / weighed
}

/** Skips the rest of a word, because half a word would count as one. */
function behindWord(json: Buffer, at: number, end: number): number {
  let next = at
  while (next < end - 1 && CLASS[json[next] ?? 0] === LETTER) next++
  return next
}

function weighAll(json: Buffer, start: number, end: number): number {
  let tokens = 0
  /** The class of the previous byte. */
  let before = SPACE
  for (let at = start; at < end;) {
    const kind = CLASS[json[at] ?? 0] ?? MARK
    if (kind >= CONTINUED) {
      tokens += MULTI_BYTE[kind - CONTINUED] ?? 0
      before = kind
      at++
      continue
    }
    if (json[at] === BACKSLASH && at + 1 < end) {
      const isCode = json[at + 1] === LETTER_U
      tokens += isCode ? ESCAPED_LETTER : ESCAPE
      before = MARK
      at += isCode ? 6 : 2
      continue
    }
    let next = at + 1
    while (next < end && CLASS[json[next] ?? 0] === kind && json[next] !== BACKSLASH) next++
    tokens += weighRun(kind, next - at, before)
    before = kind
    at = next
  }
  return tokens
}

/** `before` is the class of the byte before the run. */
function weighRun(kind: number, length: number, before: number): number {
  // Letters after a digit are not a word but part of a hash or of encoded data.
  if (kind === LETTER && before === DIGIT) return 1 + (length - 1) * 0.5
  if (kind === LETTER) return 1 + Math.max(0, length - 4.5) * 0.23
  if (kind === DIGIT) return Math.ceil(length / 3)
  // A single space belongs to the word after it.
  if (kind === SPACE) return length > 1 ? 0.3 : 0
  return 0.94 + (length - 1) * 0.055
}

function classOf(byte: number): number {
  if (byte >= 0xf0) return FOUR_BYTES
  if (byte >= 0xe0) return THREE_BYTES
  if (byte >= 0xc0) return TWO_BYTES
  if (byte >= 0x80) return CONTINUED
  if (((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) || byte === UNDERSCORE) return LETTER
  if (byte >= 0x30 && byte <= 0x39) return DIGIT
  return byte <= 0x20 ? SPACE : MARK
}
