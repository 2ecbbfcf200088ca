import type { Node } from 'jsonc-parser'
import { type Member, membersOf } from './members.ts'

/** How a file writes what it writes. */
export interface TextStyle {
  /** The first line ending that the text has; `\n` where it has none. */
  eol: string
  /** One step of indentation. */
  unit: string
  /** Between a name and its value. */
  colon: string
  /** Whether the text is one line: then it stays one. */
  oneLine: boolean
}

const NEWLINE = /\r\n|\n|\r/

/** The file's own way to indent, to end lines and to put colons, read from what is there. */
export function textStyle(text: string, root: Node | undefined): TextStyle {
  const members = membersOf(root)
  const [first] = members
  return {
    eol: NEWLINE.exec(text)?.[0] ?? '\n',
    unit: (first && /[\r\n]([ \t]+)$/.exec(text.slice(0, first.start))?.[1]) ?? '  ',
    colon: first === undefined ? ': ' : colonOf(text, first),
    // White space after the end, as every editor leaves it, does not make it more lines.
    oneLine: members.length > 0 && !NEWLINE.test(text.trim()),
  }
}

/** `"a" : 1` → ` : `; something with a comment in it is nobody's style. */
export function colonOf(text: string, { key, value }: Member): string {
  const between = text.slice(key.offset + key.length, value.offset)
  return /^[ \t]*:[ \t]*$/.test(between) ? between : ': '
}

/** The white space that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ''
}
