/** Control characters, line separators, bidirectional marks, and other characters that show nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu
/** Markdown that only formats. */
const MARKS = /\*\*|`|^#{1,6} /gm

/** Untrusted text on one line, without characters that could hide or reorder others. Linear in its length. */
export function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(MARKS, '').replaceAll(INVISIBLE, ' ').trim()
}

/** Cuts a text at a whole character, and marks the cut with `…`. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, Math.max(0, limit - 1))
  const isHalf = /[\uD800-\uDBFF]$/.test(cut)
  return `${(isHalf ? cut.slice(0, -1) : cut).trimEnd()}…`
}
