import { scanArray } from '../../base/json/scan-array.ts'
import { scanTopLevel, type Span } from '../../base/json/scan-top-level.ts'

export interface SystemText {
  text: string
  /** Span of the JSON string, including quotes. */
  span: Span
}

const QUOTE = 0x22
/** Prefix of Claude Code's first block, which carries billing attribution. */
const ATTRIBUTION = 'x-anthropic-billing-header'

/**
 * The texts of a request's `system`, in either form. Claude Code's attribution block is not a prompt and is skipped.
 */
export function readSystem(json: Buffer, system: Span): SystemText[] {
  const spans =
    json[system.start] === QUOTE ? [system] : (scanArray(json, system.start) ?? []).flatMap(textOf(json))
  return spans.flatMap((span) => {
    const text = parseString(json, span)
    return text === undefined || text.startsWith(ATTRIBUTION) ? [] : [{ text, span }]
  })
}

function textOf(json: Buffer): (block: Span) => Span[] {
  return ({ start, end }) => {
    const text = scanTopLevel(json.subarray(start, end), ['text'])?.get('text')
    return text === undefined ? [] : [{ start: start + text.start, end: start + text.end }]
  }
}

function parseString(json: Buffer, { start, end }: Span): string | undefined {
  try {
    const value: unknown = JSON.parse(json.toString('utf8', start, end))
    return typeof value === 'string' ? value : undefined
  } catch {
    // The upstream reports invalid JSON.
    return undefined
  }
}
