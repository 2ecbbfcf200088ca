import { InvalidResponseDataError } from '@ai-sdk/provider'
import { ProviderError } from '../errors.ts'
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
import { signatureOfBlock, signatureOfReasoning } from './signature-of.ts'
import { toStopReason } from './stop-reason.ts'
import { toUsage } from './usage.ts'

/**
 * Writes one part of a response.
 *
 * @throws ProviderError when the response has failed
 */
export function applyPart(state: ResponseState, part: Part): void {
  const { blocks, tools, context } = state
  const { type } = context.provider
  switch (part.type) {
    case 'text-delta':
      return blocks.text(part.id, part.delta, signatureOfBlock(part.providerMetadata, type))
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
    case 'finish':
      return finish(state, part)
    case 'error':
      return applyError(state, part.error)
    // A block begins with its first content and ends when another begins.
    case 'text-start':
    case 'text-end':
    case 'reasoning-start':
    case 'tool-input-end':
    // Sources, metadata and server-side tools: Anthropic's format has no place for them.
    case 'source':
    case 'custom':
    case 'reasoning-file':
    case 'tool-result':
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

/** Claude Code shows text only. */
function describeFile({ mediaType }: PartOf<'file'>): string {
  return `[The model responded with a file of type ${mediaType}, which can’t be shown here.]`
}

/** Ends the message. */
function finish(state: ResponseState, { finishReason, usage, providerMetadata }: PartOf<'finish'>): void {
  const { context, blocks, tools, write } = state
  if (context.isBroken()) throw endedEarly(context, undefined)
  const ending = { type: context.provider.type, isWhole: context.isWhole() }
  const given = state.lacksReason ? NO_REASON : finishReason
  const reason = toStopReason(given, { ...ending, hasTools: false })
  if (reason === undefined) throw endedEarly(context, given.raw)
  if (blocks.count() === 0) refuseBlockedPrompt(providerMetadata, context)

  tools.settle({ isCut: reason === 'max_tokens' })
  for (const part of takeHeld(state)) applyPart(state, part)
  blocks.close()
  if (blocks.count() === 0) writeEmptyText(write)
  write({
    type: 'message_delta',
    delta: { stop_reason: tools.hasWritten() ? 'tool_use' : reason, stop_sequence: null },
    usage: toUsage(usage, { input: context.estimate, output: Math.ceil(blocks.length() / 4) }),
  })
  write({ type: 'message_stop' })
  state.isOver = true
}

const NO_REASON = { unified: 'other', raw: undefined } as const

/** A response without content is legal, but Claude Code treats it as broken. */
function writeEmptyText(write: ResponseState['write']): void {
  write({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
  write({ type: 'content_block_stop', index: 0 })
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
