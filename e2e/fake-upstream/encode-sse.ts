import type { SseEvent, SseStyle } from './reply.ts'

const LINE_ENDS = { lf: '\n', crlf: '\r\n', cr: '\r' }

/** Encodes one event (https://html.spec.whatwg.org/multipage/server-sent-events.html) in the given `style`. */
export function encodeSse({ event, data }: SseEvent, style: SseStyle = {}): Buffer {
  const space = style.space === false ? '' : ' '
  const lines: string[] = []
  if (style.comments === true) lines.push(': keep-alive')
  if (style.eventLines !== false) lines.push(`event:${space}${event}`)
  lines.push(`data:${space}${data}`)
  if (style.blankLines !== false) lines.push('')
  const end = LINE_ENDS[style.lineEnd ?? 'lf']
  return Buffer.from(lines.map((line) => line + end).join(''))
}
