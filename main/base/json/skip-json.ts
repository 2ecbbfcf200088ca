import type { Progress, WorkInParts } from '../work-in-parts.ts'

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

/** Returned in place of an offset by a scan that paused. */
const PAUSED = -2

/** A scan that pauses at `until`, and what it needs to go on. */
interface Pause {
  until: number
  at: number
  /** Brackets that are open at `at`. */
  depth: number
  isInString: boolean
}

export function skipValue(json: Buffer, at: number, pause?: Pause): number {
  const first = json[at]
  if (first === QUOTE) return skipString(json, at, pause)
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(json, at, pause)
  return skipScalar(json, at)
}

/** Like `skipValue`, but pauses at `progress.until`. */
export function* skipValueInParts(json: Buffer, at: number, progress: Progress): WorkInParts<number> {
  const pause: Pause = { until: progress.until, at, depth: 0, isInString: false }
  let end = skipValue(json, at, pause)
  while (end === PAUSED) {
    yield
    pause.until = progress.until = pause.at + progress.part
    end = goOn(json, pause)
  }
  return end
}

function goOn(json: Buffer, pause: Pause): number {
  if (!pause.isInString) return skipNested(json, pause.at, pause)
  const end = skipString(json, pause.at - 1, pause)
  if (end < 0) return end
  pause.isInString = false
  return pause.depth === 0 ? end : skipNested(json, end, pause)
}

function skipNested(json: Buffer, at: number, pause?: Pause): number {
  let depth = pause?.depth ?? 0
  const until = Math.min(pause?.until ?? json.length, json.length)
  let i = at
  for (; i < until; i++) {
    const byte = json[i]
    if (byte === QUOTE) {
      const end = skipString(json, i, pause)
      if (end < 0) return keepDepth(pause, depth, end)
      i = end - 1
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--
      if (depth === 0) return i + 1
    }
  }
  return pause === undefined ? -1 : keep(json, pause, { at: i, depth, isInString: false })
}

function keepDepth(pause: Pause | undefined, depth: number, end: number): number {
  if (pause !== undefined) pause.depth = depth
  return end
}

/** A scan that reached its limit pauses there, unless the text ends. */
function keep(json: Buffer, pause: Pause, state: Partial<Pause> & { at: number }): number {
  if (state.at >= json.length) return -1
  Object.assign(pause, state)
  return PAUSED
}

function skipScalar(json: Buffer, at: number): number {
  let end = at
  while (end < json.length && !isDelimiter(json[end])) end++
  return end === at ? -1 : end
}

export function skipString(json: Buffer, at: number, pause?: Pause): number {
  let i = at + 1
  const until = Math.min(pause?.until ?? json.length, json.length)
  // Alternates between both methods: a text full of escaped quotes would cost one `indexOf` call each.
  while (i < until) {
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
  return pause === undefined ? -1 : keep(json, pause, { at: i, isInString: true })
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

/** Like `skipSpace`, but pauses at `progress.until`. */
export function* skipSpaceInParts(json: Buffer, at: number, progress: Progress): WorkInParts<number> {
  let i = at
  for (; isSpace(json[i]); i++) {
    if (i < progress.until) continue
    progress.until = i + progress.part
    yield
  }
  return i
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte)
}
