const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Tracks how much of a tool call's input has arrived while its JSON is streamed. */
export interface CallProgress {
  /** Takes the next piece; true when the JSON may be complete after it. An object, list or string completes once. */
  add: (piece: string) => boolean
}

/**
 * Tracks brackets and quotes, so that an incomplete text is recognized without parsing it. A top-level number or word
 * may be complete after any of its first pieces.
 */
export function followCall(): CallProgress {
  let depth = 0
  let inString = false
  let isEscaped = false
  let hasBegun = false
  let isOver = false
  /** Length of a number or word, in characters. */
  let scalar = 0

  function take(code: number): void {
    if (isEscaped) isEscaped = false
    else if (inString) {
      if (code === BACKSLASH) isEscaped = true
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === 0x7b || code === 0x5b) depth++
    else if (code === 0x7d || code === 0x5d) depth--
    else if (depth === 0) scalar++
    if (depth <= 0 && !inString && scalar === 0) isOver = true
  }

  return {
    add(piece) {
      if (isOver) return false
      for (let i = 0; i < piece.length && !isOver; i++) {
        const code = piece.charCodeAt(i)
        if (!hasBegun && isSpace(code)) continue
        hasBegun = true
        take(code)
      }
      if (scalar > MAX_SCALAR) isOver = true
      return isOver || scalar > 0
    },
  }
}

/** Maximum length of a number or word, in characters; anything longer is invalid. */
const MAX_SCALAR = 64

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}
