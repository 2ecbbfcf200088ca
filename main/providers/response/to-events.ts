import { randomBytes } from 'node:crypto'
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { type ProviderError, tooLarge } from '../errors.ts'
import type { Message, MessageEvent } from '../messages-api.ts'
import { applyPart, endCut } from './apply-part.ts'
import { bufferedSize, MAX_BUFFERED_CHARS } from './buffered-size.ts'
import {
  endedEarly,
  type Part,
  type ResponseContext,
  type ResponseState,
  takeHeld,
} from './response-state.ts'
import { createTextLimiter } from './limit-text.ts'
import { createSearchResults } from './search-results.ts'
import { createToolQueue } from './tool-queue.ts'
import { createBlockWriter } from './write-blocks.ts'

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
  const state: ResponseState = {
    context,
    write,
    blocks,
    tools,
    held: [],
    bufferedChars: 0,
    lacksReason: false,
    isOver: false,
    limiter: createTextLimiter(context.limit),
    searches: createSearchResults(context.provider.name),
    textId: undefined,
    textSignature: undefined,
  }

  return {
    start() {
      begin()
      return take()
    },
    push(part) {
      if (!state.isOver) handle(state, part)
      return take()
    },
    end() {
      endCut(state)
      if (!state.isOver) throw endedEarly(context, undefined)
      return take()
    },
    fail({ type, message }) {
      endCut(state)
      if (!state.isOver) write({ type: 'error', error: { type, message } })
      state.isOver = true
      return take()
    },
    release() {
      if (!state.isOver) tools.release()
      return take()
    },
    hasStarted: () => started,
    isOver: () => state.isOver,
  }
}

function handle(state: ResponseState, part: Part): void {
  const live = state.tools.liveId()
  const isHeld = live !== undefined && mustWait(part, live)
  state.bufferedChars += bufferedSize(part, { isHeld, provider: state.context.provider.type })
  if (state.bufferedChars > MAX_BUFFERED_CHARS) throw tooLarge()
  if (isHeld) return void state.held.push(part)
  applyPart(state, part)
  if (live === undefined || state.tools.liveId() !== undefined) return
  for (const each of takeHeld(state)) handle(state, each)
}

/** No other block can be written during a tool call; parts that are only collected may continue. */
function mustWait(part: Part, live: string): boolean {
  if (part.type === 'tool-call') return part.toolCallId !== live
  return ['text-delta', 'reasoning-delta', 'reasoning-end', 'file'].includes(part.type)
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
