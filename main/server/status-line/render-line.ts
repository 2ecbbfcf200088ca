import {
  STATUS_LINE_FIELDS,
  type StatusLineField,
  type StatusLineSettings,
} from '../../../shared/status-line.ts'

type Tone = 'plain' | 'warning' | 'error'

/** Plain text of a placeholder, and how urgent it is. */
export interface FieldText {
  text: string
  tone?: Tone
}

/** In characters, without colors. Terminals cut a longer line anyway. */
const MAX_LINE = 300

const PLACEHOLDER = /\{([a-z]{1,20})\}/g

const FIELDS = new Set<string>(STATUS_LINE_FIELDS)

function isField(name: string): name is StatusLineField {
  return FIELDS.has(name)
}

/** SGR parameters of ECMA-48. The other parts are dimmed, so that the line doesn't compete with the conversation. */
const COLORS = { plain: '2', warning: '33', error: '31' } as const

/**
 * Fills in a template. The result is one line and holds no control characters but our own colors, whatever the texts
 * and the template hold.
 *
 * `{model} {route} | cache {cache}` → `opus · cache 91%`
 */
export function renderLine(
  fields: Readonly<Partial<Record<StatusLineField, FieldText>>>,
  { template, separator, colors }: StatusLineSettings,
): string {
  let room = MAX_LINE
  const between = oneLine(separator)
  const parts: string[] = []
  for (const part of template.split('|')) {
    const { text, tone } = renderPart(part, fields)
    if (text === '') continue
    const shown = text.slice(0, room)
    parts.push(colors ? `\u001B[${COLORS[tone]}m${shown}\u001B[0m` : shown)
    room -= shown.length + between.length
    if (room <= 0) break
  }
  return parts.join(colors ? `\u001B[2m${between}\u001B[0m` : between)
}

function renderPart(
  part: string,
  fields: Readonly<Partial<Record<StatusLineField, FieldText>>>,
): { text: string; tone: Tone } {
  let tone: Tone = 'plain'
  let asked = 0
  let filled = 0
  const text = part.replaceAll(PLACEHOLDER, (all, name: string) => {
    if (!isField(name)) return all
    asked++
    const field = fields[name]
    if (field === undefined || field.text === '') return ''
    filled++
    if (field.tone === 'error' || (field.tone === 'warning' && tone === 'plain')) tone = field.tone
    return field.text
  })
  // A part without placeholders is the user's own text.
  if (asked > 0 && filled === 0) return { text: '', tone }
  return { text: oneLine(text).replaceAll(/ {2,}/g, ' ').trim(), tone }
}

/** Control characters, line and paragraph separators, bidirectional and zero-width marks, lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Drops the signs instead of escaping them: escapes would only fill the line. */
function oneLine(text: string): string {
  return text.replaceAll(UNSAFE, '')
}
