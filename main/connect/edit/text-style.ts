import type { Node } from 'jsonc-parser'
import { type Member, membersOf } from './members.ts'

/** Formatting conventions of a file. */
export interface TextStyle {
  /** The first line ending in the text; `\n` if there is none. */
  eol: string
  /** One level of indentation. */
  unit: string
  /** The separator between name and value. */
  colon: string
  /** True for single-line text, which stays on one line. */
  oneLine: boolean
}

const NEWLINE = /\r\n|\n|\r/

/** Detects a file's indentation, line endings and colon style. */
export function textStyle(text: string, root: Node | undefined): TextStyle {
  const members = membersOf(root)
  const [first] = members
  return {
    eol: NEWLINE.exec(text)?.[0] ?? '\n',
    unit: (first && /[\r\n]([ \t]+)$/.exec(text.slice(0, first.start))?.[1]) ?? '  ',
    colon: first === undefined ? ': ' : colonOf(text, first),
    // Trailing white space, which editors add, does not make the text multi-line.
    oneLine: members.length > 0 && !NEWLINE.test(text.trim()),
  }
}

/** `"a" : 1` → ` : `; a separator that contains a comment is not taken as a style. */
export function colonOf(text: string, { key, value }: Member): string {
  const between = text.slice(key.offset + key.length, value.offset)
  return /^[ \t]*:[ \t]*$/.test(between) ? between : ': '
}

/** Indentation of the line that contains the offset. */
export function indentAt(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ''
}
