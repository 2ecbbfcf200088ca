import type { Node } from 'jsonc-parser'
import { membersOf } from './members.ts'
import { colonOf, indentAt, type TextStyle } from './text-style.ts'

/** What was put around a new member. Taking the three away again gives back the very text that was there. */
export interface Insertion {
  lead: string
  trail: string
}

export interface NewMember {
  name: string
  /** The value as JSON, for the indentation of the line that the member stands on; undefined: on one line. */
  render: (indent: string | undefined) => string
}

/**
 * Adds a member at the end of an object and changes no byte that was there. The library's own `modify` would format
 * the whole line that it touches, which in a file of one line is the file.
 */
export function insertMember(
  text: string,
  { object, style }: { object: Node; style: TextStyle },
  { name, render }: NewMember,
): { text: string; insertion: Insertion } {
  const last = membersOf(object).at(-1)
  const at = last === undefined ? object.offset + 1 : last.end
  const around =
    last === undefined
      ? intoEmpty(text, object, style)
      : { lead: `,${gapBefore(text, last.start)}`, trail: '' }
  const indent = /[\r\n]([ \t]*)$/.exec(around.lead)?.[1]
  const colon = last === undefined ? style.colon : colonOf(text, last)
  const member = `${around.lead}${JSON.stringify(name)}${colon}${render(indent)}${around.trail}`
  return { text: text.slice(0, at) + member + text.slice(at), insertion: around }
}

function intoEmpty(text: string, object: Node, { eol, unit, oneLine }: TextStyle): Insertion {
  if (oneLine) return { lead: '', trail: '' }
  const own = indentAt(text, object.offset)
  const inner = text.slice(object.offset + 1, object.offset + object.length - 1)
  return { lead: eol + own + unit, trail: /[\r\n]/.test(inner) ? '' : eol + own }
}

/** What stands between a member and what comes before it: a line break with its indentation, spaces, or nothing. */
function gapBefore(text: string, start: number): string {
  const white = /(?<![ \t\r\n])[ \t\r\n]+$/.exec(text.slice(0, start))?.[0] ?? ''
  const lineBreak = /(\r\n|\n|\r)[ \t]*$/.exec(white)?.[0]
  if (lineBreak !== undefined) return lineBreak
  // After a comment on the same line nothing says how members are set apart.
  return /[,{]$/.test(text.slice(0, start - white.length)) ? white : ' '
}
