import type { Node } from 'jsonc-parser'
import { membersOf } from './members.ts'
import { colonOf, indentAt, type TextStyle } from './text-style.ts'

/** Text inserted around a new member. Removing all three parts restores the original text. */
export interface Insertion {
  lead: string
  trail: string
}

export interface NewMember {
  name: string
  /** Returns the value as JSON, indented to match the line of the member; undefined renders it on one line. */
  render: (indent: string | undefined) => string
}

/**
 * Adds a member to an object without changing any existing byte. The library's `modify` would reformat the whole line
 * it touches, which in a single-line file is the whole file.
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

/** The gap between a member and the text before it: a line break with indentation, spaces or nothing. */
function gapBefore(text: string, start: number): string {
  const white = /(?<![ \t\r\n])[ \t\r\n]+$/.exec(text.slice(0, start))?.[0] ?? ''
  const lineBreak = /(\r\n|\n|\r)[ \t]*$/.exec(white)?.[0]
  if (lineBreak !== undefined) return lineBreak
  // After a comment on the same line, the separator style is unknown.
  return /[,{]$/.test(text.slice(0, start - white.length)) ? white : ' '
}
