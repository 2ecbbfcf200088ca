import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import { oneLine, shorten } from './one-line.ts'

/** In characters. */
const MAX_TITLE_CHARS = 80

/** The title in a response to Claude Code's request for one: `{"title": "Fix parser tests"}`. */
export function readTitle(answer: string, redact: (text: string) => string): string | undefined {
  if (!answer.startsWith('{') || answer.length > 1000) return undefined
  const title = memberOf(parseJson(answer), 'title')
  return typeof title === 'string' ? toTitle(title, redact) : undefined
}

/** Undefined if nothing of the text can be shown. */
export function toTitle(text: string, redact: (text: string) => string): string | undefined {
  return shorten(oneLine(redact(text)), MAX_TITLE_CHARS) || undefined
}
