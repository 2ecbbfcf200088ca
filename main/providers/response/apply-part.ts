import { InvalidResponseDataError } from '@ai-sdk/provider'
import { ProviderError } from '../errors.ts'
import type { StopReason } from '../messages-api.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { isHarmlessChunk } from './is-harmless-chunk.ts'
import {
  endedEarly,
  type Part,
  type PartOf,
  type ResponseContext,
  type ResponseState,
  takeHeld,
} from './response-state.ts'
import type { Search } from './search-results.ts'
import { signatureOfBlock, signatureOfReasoning } from './signature-of.ts'
import { toStopReason } from './stop-reason.ts'
import { toUsage } from './usage.ts'

/**
 * Writes one part of a response.
 *
 * @throws ProviderError when the response has failed
 */
export function applyPart(state: ResponseState, part: Part): void {
  if (state.limiter.cut() !== undefined) return applyAfterCut(state, part)
  if (part.type === 'text-delta') return applyText(state, part)
  if (ENDS_TEXT.has(part.type)) flushText(state)
  return state.limiter.cut() === undefined ? applyOther(state, part) : applyAfterCut(state, part)
}

/** Parts after which no stop sequence can continue. */
const ENDS_TEXT: ReadonlySet<Part['type']> = new Set([
  'text-start',
  'text-end',
  'reasoning-delta',
  'tool-input-start',
  'tool-call',
  'file',
  'finish',
])

function applyText(state: ResponseState, part: PartOf<'text-delta'>): void {
  const { blocks, context, limiter } = state
  if (state.textId !== part.id) flushText(state)
  state.textId = part.id
  const signature = signatureOfBlock(part.providerMetadata, context.provider.type) ?? state.textSignature
  const text = limiter.take(part.delta)
  // A text of which everything is held back has no block yet that could bear its signature.
  state.textSignature = text === '' ? signature : undefined
  blocks.text(part.id, text, signature)
  if (limiter.cut() !== undefined && !context.drainsAfterCut) endCut(state)
}

function flushText(state: ResponseState): void {
  const { blocks, limiter, textId, textSignature } = state
  if (textId !== undefined) blocks.text(textId, limiter.flush(), textSignature)
  state.textSignature = undefined
}

/** The response is over for the client; only the usage is still wanted. */
function applyAfterCut(state: ResponseState, part: Part): void {
  if (part.type === 'finish') endCut(state, part.usage)
  else if (part.type === 'error') endCut(state)
}

/** Ends a response that has reached the client's limit. Without a usage it is estimated. */
export function endCut(state: ResponseState, usage?: PartOf<'finish'>['usage']): void {
  const cut = state.limiter.cut()
  if (cut === undefined || state.isOver) return
  state.tools.settle({ isCut: true })
  const sequence = cut.reason === 'stop_sequence' ? cut.sequence : null
  writeEnd(state, { reason: cut.reason, sequence, usage })
}

function applyOther(state: ResponseState, part: Exclude<Part, { type: 'text-delta' }>): void {
  const { blocks, tools, context } = state
  const { type } = context.provider
  switch (part.type) {
    case 'reasoning-delta':
      return blocks.think(part.id, part.delta)
    case 'reasoning-end': {
      const signature = signatureOfReasoning(part.providerMetadata, type)
      return signature === undefined ? undefined : blocks.sign(part.id, signature)
    }
    case 'tool-input-start':
      return part.providerExecuted === true ? undefined : tools.start(part.id, part.toolName)
    case 'tool-input-delta':
      return tools.delta(part.id, part.delta)
    case 'tool-call':
      return part.providerExecuted === true ? tools.drop(part.toolCallId) : applyCall(state, part)
    case 'file':
      return blocks.text(`file ${blocks.count()}`, describeFile(part), undefined)
    case 'source':
      return applySource(state, part)
    case 'text-end':
      // OpenAI's library has the titles of its sources here.
      return part.citations?.forEach(({ source }) => applySource(state, source))
    case 'tool-result':
      return state.searches.ran(part.result)
    case 'finish':
      return finish(state, part)
    case 'error':
      return applyError(state, part.error)
    // A block begins with its first content and ends when another begins.
    case 'text-start':
    case 'reasoning-start':
    case 'tool-input-end':
    // Anthropic's format has no place for these.
    case 'custom':
    case 'reasoning-file':
    case 'tool-approval-request':
    case 'response-metadata':
    case 'stream-start':
    case 'ping':
    case 'raw':
      return undefined
  }
}

function applyCall({ blocks, tools, context }: ResponseState, part: PartOf<'tool-call'>): void {
  const { type } = context.provider
  const reasoning = type === 'openrouter' ? signatureOfReasoning(part.providerMetadata, type) : undefined
  if (reasoning !== undefined) blocks.signWithCall(reasoning)
  tools.call(part, signatureOfBlock(part.providerMetadata, type))
}

function applyError(state: ResponseState, error: unknown): void {
  if (isHarmlessChunk(error)) return
  // `@ai-sdk/openai-compatible`: "Response stream ended without a finish reason."
  const isMissingReason = InvalidResponseDataError.isInstance(error) && error.data === undefined
  if (!isMissingReason) throw state.context.toError(error)
  state.lacksReason = true
}

function applySource({ searches }: ResponseState, part: PartOf<'source'>): void {
  if (part.sourceType === 'url') searches.found(part)
}

/** Claude Code shows text only. */
function describeFile({ mediaType }: PartOf<'file'>): string {
  return `[The model responded with a file of type ${mediaType}, which can’t be shown here.]`
}

/** Ends the message. */
function finish(state: ResponseState, { finishReason, usage, providerMetadata }: PartOf<'finish'>): void {
  const { context, blocks, tools } = state
  if (context.isBroken()) throw endedEarly(context, undefined)
  const ending = { type: context.provider.type, isWhole: context.isWhole() }
  const given = state.lacksReason ? NO_REASON : finishReason
  const reason = toStopReason(given, { ...ending, hasTools: false })
  if (reason === undefined) throw endedEarly(context, given.raw)
  if (blocks.count() === 0) refuseBlockedPrompt(providerMetadata, context)
  state.searches.asked(googleQueries(providerMetadata))

  tools.settle({ isCut: reason === 'max_tokens' })
  for (const part of takeHeld(state)) applyPart(state, part)
  if (state.limiter.cut() === undefined) writeEnd(state, { reason, sequence: null, usage })
  else endCut(state, usage)
}

interface Ending {
  reason: StopReason
  sequence: string | null
  usage: PartOf<'finish'>['usage'] | undefined
}

function writeEnd(state: ResponseState, { reason, sequence, usage }: Ending): void {
  const { context, blocks, tools, write } = state
  blocks.close()
  const searches = state.searches.list()
  for (const search of searches) writeSearch(blocks, search)
  if (blocks.count() === 0) writeEmptyText(write)
  const read = usage?.inputTokens.total
  if (read !== undefined) context.onRead?.(read)
  const isCall = tools.hasWritten()
  write({
    type: 'message_delta',
    delta: { stop_reason: isCall ? 'tool_use' : reason, stop_sequence: isCall ? null : sequence },
    usage: {
      ...toUsage(usage, { input: context.estimate, output: Math.ceil(blocks.length() / 4) }),
      ...(searches.length > 0 && { server_tool_use: { web_search_requests: searches.length } }),
    },
  })
  write({ type: 'message_stop' })
  state.isOver = true
}

function writeSearch(blocks: ResponseState['blocks'], { id, query, results }: Search): void {
  blocks.open({ type: 'server_tool_use', id, name: 'web_search', input: {} })
  blocks.toolJson(JSON.stringify({ query }))
  blocks.closeTool()
  blocks.open({ type: 'web_search_tool_result', tool_use_id: id, content: results })
  blocks.closeTool()
}

const NO_REASON = { unified: 'other', raw: undefined } as const

/** A response without content is legal, but Claude Code treats it as broken. */
function writeEmptyText(write: ResponseState['write']): void {
  write({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
  write({ type: 'content_block_stop', index: 0 })
}

/** https://ai.google.dev/gemini-api/docs/google-search */
function googleQueries(metadata: PartOf<'finish'>['providerMetadata']): string[] {
  const grounding = metadata?.['google']?.['groundingMetadata']
  const queries = isRecord(grounding) ? grounding['webSearchQueries'] : undefined
  return Array.isArray(queries) ? queries.filter((query) => typeof query === 'string') : []
}

/** Google returns an empty response for a blocked prompt. */
function refuseBlockedPrompt(
  metadata: PartOf<'finish'>['providerMetadata'],
  { provider }: ResponseContext,
): void {
  const feedback = metadata?.['google']?.['promptFeedback']
  if (!isRecord(feedback) || typeof feedback['blockReason'] !== 'string') return
  const message = `${provider.name}: the prompt was blocked (${feedback['blockReason']})`
  throw new ProviderError('invalid_request_error', message)
}
