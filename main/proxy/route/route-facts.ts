import { AppError } from '../../../shared/errors.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { readValue } from '../read-value.ts'
import { estimateTokens } from '../../base/anthropic/estimate-tokens.ts'
import { readSystem } from './read-system.ts'
import { scanArray } from '../../base/json/scan-array.ts'
import { type Members, scanTopLevel, type Span } from '../../base/json/scan-top-level.ts'

/** What rules may ask of a request. Each answer is looked for when it is first asked for, and kept. */
export interface RouteFacts {
  model: string | undefined
  /** By lower-case name. */
  header: (name: string) => string | undefined
  /** Estimated input tokens. */
  tokens: () => number
  /** Whether the estimate is above this. Where the bytes are fewer, nothing is estimated. */
  isAbove: (tokens: number) => boolean
  thinking: () => boolean
  /** Whether one of the tools is Anthropic's web search. */
  webSearch: () => boolean
  /** The texts of `system`, without Claude Code's attribution. */
  systemTexts: () => readonly string[]
}

/**
 * Finds the members of a Messages request, once for everybody who asks for one.
 *
 * @param json the decoded body
 * @throws AppError `invalid_json` where it is no JSON object
 */
export function readMembers(json: Buffer): Members {
  const members = scanTopLevel(json, 'all')
  if (members === undefined) throw new AppError('invalid_json')
  return members
}

/** Reads facts from the bytes of a Messages request. Nothing is parsed but the small values that are asked for. */
export function createRouteFacts(
  json: Buffer,
  rawHeaders: RawHeaders,
  spans = readMembers(json),
): RouteFacts {
  const model = readValue(json, spans.get('model'))
  const tokens = once(() => estimateTokens(json, spans))
  return {
    model: typeof model === 'string' ? model : undefined,
    header: (name) => headerValue(rawHeaders, name),
    tokens,
    isAbove: (most) => json.length > most && tokens() > most,
    thinking: once(() => isThinking(readValue(json, spans.get('thinking')))),
    webSearch: once(() => hasWebSearch(json, spans.get('tools'))),
    systemTexts: once(() => {
      const system = spans.get('system')
      return system === undefined ? [] : readSystem(json, system).map(({ text }) => text)
    }),
  }
}

/** Claude Code says `{"type":"enabled"}` or `{"type":"adaptive"}`; the source document 002 knew only `true`. */
function isThinking(thinking: unknown): boolean {
  if (typeof thinking !== 'object' || thinking === null) return thinking === true
  return 'type' in thinking && thinking.type !== 'disabled'
}

function hasWebSearch(json: Buffer, tools: Span | undefined): boolean {
  if (tools === undefined) return false
  return (scanArray(json, tools.start) ?? []).some(({ start, end }) => {
    const tool = json.subarray(start, end)
    const type = readValue(tool, scanTopLevel(tool, ['type'])?.get('type'))
    return typeof type === 'string' && type.startsWith('web_search')
  })
}

function once<T>(read: () => T): () => T {
  let kept: { value: T } | undefined
  return () => (kept ??= { value: read() }).value
}
