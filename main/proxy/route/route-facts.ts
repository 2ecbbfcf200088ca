import { AppError } from '../../../shared/errors.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import { readValue } from '../read-value.ts'
import { type Helper, helperOf } from '../../base/anthropic/helper-of.ts'
import { estimateTokens } from '../../base/anthropic/estimate-tokens.ts'
import { readSystem } from './read-system.ts'
import { scanArray } from '../../base/json/scan-array.ts'
import { type Members, scanMembers, scanTopLevel, type Span } from '../../base/json/scan-top-level.ts'
import { runAtOnce, type WorkInParts } from '../../base/work-in-parts.ts'

/** Facts about a request that rules can test. Each is computed on first use and cached. */
export interface RouteFacts {
  model: string | undefined
  /** By lower-case name. */
  header: (name: string) => string | undefined
  /** Estimated input tokens. */
  tokens: () => number
  /** True if the estimate exceeds `tokens`. A body with fewer bytes is not estimated. */
  isAbove: (tokens: number) => boolean
  thinking: () => boolean
  /** True if one of the tools is Anthropic's web search. */
  webSearch: () => boolean
  /** The kind of a call that Claude Code makes beside its agents' loops; undefined for all others. */
  helper: () => Helper | undefined
  /** The texts of `system`, without Claude Code's attribution. */
  systemTexts: () => readonly string[]
}

/**
 * Scans the members of a Messages request once for all readers.
 *
 * @param json the decoded body
 * @throws AppError `invalid_json` if it is not a JSON object
 */
export function* readMembers(json: Buffer): WorkInParts<Members> {
  const members = yield* scanMembers(json, 'all')
  if (members === undefined) throw new AppError('invalid_json')
  return members
}

/** Longer tools and system prompts, which no model accepts, are not read. In bytes. */
const MAX_READ_BYTES = 4 * 1024 * 1024

/**
 * Reads facts from the bytes of a Messages request. Only the small values that are used are parsed.
 *
 * @param known.tokens the estimate, where it is known
 */
export function createRouteFacts(
  json: Buffer,
  rawHeaders: RawHeaders,
  known: { members: Members; tokens?: number | undefined } = { members: runAtOnce(readMembers(json)) },
): RouteFacts {
  const spans = known.members
  const model = readValue(json, spans.get('model'))
  const tokens = once(() => known.tokens ?? estimateTokens(json, spans))
  const readable = (name: string) => {
    const span = spans.get(name)
    return span === undefined || span.end - span.start > MAX_READ_BYTES ? undefined : span
  }
  return {
    model: typeof model === 'string' ? model : undefined,
    header: (name) => headerValue(rawHeaders, name),
    tokens,
    isAbove: (most) => json.length > most && tokens() > most,
    thinking: once(() => isThinking(readValue(json, spans.get('thinking')))),
    webSearch: once(() => hasWebSearch(json, readable('tools'))),
    helper: once(() =>
      helperOf(json, {
        system: toRange(spans.get('system')),
        tools: toRange(spans.get('tools')),
        messages: toRange(spans.get('messages')),
      }),
    ),
    systemTexts: once(() => {
      const system = readable('system')
      return system === undefined ? [] : readSystem(json, system).map(({ text }) => text)
    }),
  }
}

function toRange(span: Span | undefined): readonly [number, number] | undefined {
  return span && [span.start, span.end]
}

/** Claude Code sends `{"type":"enabled"}` or `{"type":"adaptive"}`; older clients send `true`. */
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
