/** Truncates text to a number of lines and characters, never within a character. */
export function clip(text: string, { lines, characters }: { lines: number; characters: number }): string {
  const end = Math.min(endOfLines(text, lines), characters, text.length)
  const code = text.charCodeAt(end - 1)
  const isHalf = end < text.length && code >= 0xd8_00 && code <= 0xdb_ff
  return text.slice(0, isHalf ? end - 1 : end)
}

function endOfLines(text: string, lines: number): number {
  if (lines === Infinity) return text.length
  let at = -1
  for (let line = 0; line < lines; line++) {
    at = text.indexOf('\n', at + 1)
    if (at === -1) return text.length
  }
  return at
}
