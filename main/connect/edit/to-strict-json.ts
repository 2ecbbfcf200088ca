import { parseTree, visit } from 'jsonc-parser'
import { isDeepStrictEqual } from 'node:util'
import { toValue } from './members.ts'

/**
 * Removes only comments and trailing commas, which Claude Code does not accept. A line that holds only a comment is
 * removed entirely.
 *
 * @param text without a byte order mark
 * @returns `undefined` if the result is still not JSON or a value would change
 */
export function toStrictJson(text: string): string | undefined {
  const cuts = cutsIn(text)
  const strict = without(text, cuts)
  try {
    // Must be strict JSON with the same value. `toValue` keeps a `__proto__` key, unlike the library's own objects.
    JSON.parse(strict)
    const [before, after] = [text, strict].map((one) => parseTree(one, [], { allowTrailingComma: true }))
    const isSame =
      before !== undefined && after !== undefined && isDeepStrictEqual(toValue(before), toValue(after))
    return isSame ? strict : undefined
  } catch {
    return undefined
  }
}

/** In characters; `end` is exclusive. */
interface Range {
  start: number
  end: number
}

function cutsIn(text: string): Range[] {
  const cuts: Range[] = []
  // The last comma, as long as only comments have followed it.
  let comma: Range | undefined
  const forget = () => {
    comma = undefined
  }
  const close = () => {
    if (comma !== undefined) cuts.push(comma)
    comma = undefined
  }
  visit(
    text,
    {
      onComment: (start, length) => void cuts.push(widen(text, { start, end: start + length })),
      onSeparator(character, start, length) {
        comma = character === ',' ? { start, end: start + length } : undefined
      },
      onObjectEnd: close,
      onArrayEnd: close,
      onObjectBegin: forget,
      onArrayBegin: forget,
      onObjectProperty: forget,
      onLiteralValue: forget,
    },
    { allowTrailingComma: true },
  )
  return cuts
}

/** Extends a range over the spaces before it, and over the whole line if nothing else is on it. */
function widen(text: string, { start, end }: Range): Range {
  let from = start
  while (isSpace(text[from - 1])) from--
  let behind = end
  while (isSpace(text[behind])) behind++
  const isLineStart = from === 0 || isBreak(text[from - 1])
  if (!isLineStart) return { start: from, end }
  // If a value follows on the same line, the spaces are its indentation.
  if (behind < text.length && !isBreak(text[behind])) return { start, end }
  const length = text.startsWith('\r\n', behind) ? 2 : 1
  return { start: from, end: Math.min(behind + length, text.length) }
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

function isBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r'
}

function without(text: string, cuts: readonly Range[]): string {
  let at = 0
  let rest = ''
  for (const { start, end } of cuts.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(at, Math.max(at, start))
    at = Math.max(at, end)
  }
  return rest + text.slice(at)
}
