import { randomBytes } from 'node:crypto'
import { InvalidResponseDataError, type LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { ProviderError, tooLarge } from '../errors.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { Message, MessageEvent } from '../messages-api.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import type { SignatureCache } from '../signature-cache.ts'
import type { ToolNames } from '../tool-names.ts'
import { isHarmlessChunk } from './is-harmless-chunk.ts'
import { keptSize, MAX_KEPT } from './kept-size.ts'
import { signatureOfBlock, signatureOfReasoning } from './signature-of.ts'
import { toStopReason } from './stop-reason.ts'
import { createToolQueue, type ToolQueue } from './tool-queue.ts'
import { toUsage } from './usage.ts'
import { type BlockWriter, createBlockWriter } from './write-blocks.ts'

export interface ResponseContext {
  provider: { name: string; type: TranslatedType }
  /** Model name reported in the response: Claude Code sends signatures back only to the model that it asked for. */
  reportedModel: string
  /** Estimated input tokens. */
  estimate: number
  names: ToolNames
  /** Ids of the tool calls in the conversation so far. */
  toolIds: ReadonlySet<string>
  keepOneTool: boolean
  signatureCache: SignatureCache | undefined
  /** True if the response is known to be complete even without a stop reason. */
  isWhole: () => boolean
  /** True if it was interrupted, which the library treats as a normal end. */
  isBroken: () => boolean
  /** Converts an error of the library. */
  toError: (error: unknown) => ProviderError
}

export interface EventWriter {
  /** Begins the message if it has not begun. */
  start: () => MessageEvent[]
  /**
   * @returns the events for this part of the response
   *
   * @throws ProviderError when the response has failed; `fail` then ends the message
   */
  push: (part: LanguageModelV4StreamPart) => MessageEvent[]
  /** @throws ProviderError when no part has ended the response */
  end: () => MessageEvent[]
  fail: (error: ProviderError) => MessageEvent[]
  /** See `ToolQueue.release`. */
  release: () => MessageEvent[]
  hasStarted: () => boolean
  isOver: () => boolean
}

type Part = LanguageModelV4StreamPart
type PartOf<T extends Part['type']> = Extract<Part, { type: T }>

/** State of one response. */
interface Answer {
  context: ResponseContext
  write: (event: MessageEvent) => void
  blocks: BlockWriter
  tools: ToolQueue
  /** Parts that wait until the tool call being written is complete. */
  held: Part[]
  /** Sum of `keptSize` so far. */
  kept: number
  /** One library reports a missing reason as an error; its meaning is decided at the end. */
  lacksReason: boolean
  isOver: boolean
}

/**
 * Converts the parts of one response to Anthropic's events, which have exactly one legal order: one `message_start`;
 * blocks one after another; `message_delta` and `message_stop`, or one `error`
 * (https://docs.anthropic.com/en/docs/build-with-claude/streaming).
 */
export function createEventWriter(context: ResponseContext): EventWriter {
  /** Events written since the last `take`. */
  let out: MessageEvent[] = []
  let started = false

  function write(event: MessageEvent): void {
    begin()
    out.push(event)
  }
  function begin(): void {
    if (!started) out.push({ type: 'message_start', message: emptyMessage(context) }, { type: 'ping' })
    started = true
  }
  function take(): MessageEvent[] {
    const taken = out
    out = []
    return taken
  }

  const blocks = createBlockWriter(write, {
    provider: context.provider.name,
    signatureCache: context.signatureCache,
  })
  const tools = createToolQueue(blocks, { ...context, type: context.provider.type })
  const response: Answer = {
    context,
    write,
    blocks,
    tools,
    held: [],
    kept: 0,
    lacksReason: false,
    isOver: false,
  }

  return {
    start() {
      begin()
      return take()
    },
    push(part) {
      if (!response.isOver) handle(response, part)
      return take()
    },
    end() {
      if (!response.isOver) throw endedEarly(context, undefined)
      return take()
    },
    fail({ type, message }) {
      if (!response.isOver) write({ type: 'error', error: { type, message } })
      response.isOver = true
      return take()
    },
    release() {
      if (!response.isOver) tools.release()
      return take()
    },
    hasStarted: () => started,
    isOver: () => response.isOver,
  }
}

function handle(response: Answer, part: Part): void {
  const live = response.tools.liveId()
  const isHeld = live !== undefined && mustWait(part, live)
  response.kept += keptSize(part, { isHeld, provider: response.context.provider.type })
  if (response.kept > MAX_KEPT) throw tooLarge()
  if (isHeld) return void response.held.push(part)
  apply(response, part)
  if (live === undefined || response.tools.liveId() !== undefined) return
  for (const each of takeHeld(response)) handle(response, each)
}

function takeHeld(response: Answer): Part[] {
  const waiting = response.held
  response.held = []
  return waiting
}

/** No other block can be written during a tool call; parts that are only collected may continue. */
function mustWait(part: Part, live: string): boolean {
  if (part.type === 'tool-call') return part.toolCallId !== live
  return ['text-delta', 'reasoning-delta', 'reasoning-end', 'file'].includes(part.type)
}

function apply(response: Answer, part: Part): void {
  const { blocks, tools, context } = response
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
      return part.providerExecuted === true ? tools.drop(part.toolCallId) : applyCall(response, part)
    case 'file':
      return blocks.text(`file ${blocks.count()}`, describeFile(part), undefined)
    case 'finish':
      return finish(response, part)
    case 'error':
      return applyError(response, part.error)
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

function applyCall({ blocks, tools, context }: Answer, part: PartOf<'tool-call'>): void {
  const { type } = context.provider
  const reasoning = type === 'openrouter' ? signatureOfReasoning(part.providerMetadata, type) : undefined
  if (reasoning !== undefined) blocks.signWithCall(reasoning)
  tools.call(part, signatureOfBlock(part.providerMetadata, type))
}

function applyError(response: Answer, error: unknown): void {
  if (isHarmlessChunk(error)) return
  // `@ai-sdk/openai-compatible`: "Response stream ended without a finish reason."
  const isMissingReason = InvalidResponseDataError.isInstance(error) && error.data === undefined
  if (!isMissingReason) throw response.context.toError(error)
  response.lacksReason = true
}

function finish(response: Answer, { finishReason, usage, providerMetadata }: PartOf<'finish'>): void {
  const { context, blocks, tools, write } = response
  if (context.isBroken()) throw endedEarly(context, undefined)
  const ending = { type: context.provider.type, isWhole: context.isWhole() }
  const given = response.lacksReason ? NO_REASON : finishReason
  const reason = toStopReason(given, { ...ending, hasTools: false })
  if (reason === undefined) throw endedEarly(context, given.raw)
  if (blocks.count() === 0) refuseBlockedPrompt(providerMetadata, context)

  tools.settle({ isCut: reason === 'max_tokens' })
  for (const part of takeHeld(response)) apply(response, part)
  blocks.close()
  if (blocks.count() === 0) writeEmptyText(write)
  write({
    type: 'message_delta',
    delta: { stop_reason: tools.hasWritten() ? 'tool_use' : reason, stop_sequence: null },
    usage: toUsage(usage, { input: context.estimate, output: Math.ceil(blocks.length() / 4) }),
  })
  write({ type: 'message_stop' })
  response.isOver = true
}

const NO_REASON = { unified: 'other', raw: undefined } as const

/** A response without content is legal, but Claude Code treats it as broken. */
function writeEmptyText(write: Answer['write']): void {
  write({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
  write({ type: 'content_block_stop', index: 0 })
}

function emptyMessage({ reportedModel, estimate }: ResponseContext): Message {
  return {
    // Not the provider's id: some reuse one for every response, and Claude Code joins messages with the same id.
    id: `msg_${randomBytes(12).toString('hex')}`,
    type: 'message',
    role: 'assistant',
    model: reportedModel,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: estimate,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 0,
    },
  }
}

/** Claude Code shows text only. */
function describeFile({ mediaType }: PartOf<'file'>): string {
  return `[The model answered with a file of the type ${mediaType}, which cannot be shown here.]`
}

function endedEarly({ provider }: ResponseContext, reason: string | undefined): ProviderError {
  const why = reason === undefined || reason === '' ? 'ended early' : `failed (${reason})`
  return new ProviderError('api_error', `The answer of the provider "${provider.name}" ${why}.`, {
    status: 502,
    failure: 'provider_broke',
  })
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
