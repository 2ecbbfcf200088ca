import type { FakeBlock, FakeMessage } from './fake-message.ts'
import type { SseEvent } from './reply.ts'

interface Identity {
  id: string
  model: string
}

/** The events of a complete message (https://docs.anthropic.com/en/docs/build-with-claude/streaming). */
export function toMessageEvents(message: FakeMessage, { id, model }: Identity): SseEvent[] {
  return [
    event('message_start', {
      message: {
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: message.inputTokens ?? 12, output_tokens: 1 },
      },
    }),
    event('ping', {}),
    ...message.blocks.flatMap(toBlockEvents),
    event('message_delta', {
      delta: { stop_reason: message.stopReason, stop_sequence: null },
      usage: { output_tokens: message.outputTokens ?? 8 },
    }),
    event('message_stop', {}),
  ]
}

function toBlockEvents(block: FakeBlock, index: number): SseEvent[] {
  return [
    event('content_block_start', { index, content_block: toEmptyBlock(block) }),
    ...block.deltas.map((delta) => event('content_block_delta', { index, delta: toDelta(block, delta) })),
    ...(block.type === 'thinking'
      ? [
          event('content_block_delta', {
            index,
            delta: { type: 'signature_delta', signature: block.signature },
          }),
        ]
      : []),
    event('content_block_stop', { index }),
  ]
}

function toEmptyBlock(block: FakeBlock): object {
  if (block.type === 'text') return { type: 'text', text: '' }
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  return { type: 'tool_use', id: block.id, name: block.name, input: {} }
}

function toDelta({ type }: FakeBlock, delta: string): object {
  if (type === 'text') return { type: 'text_delta', text: delta }
  if (type === 'thinking') return { type: 'thinking_delta', thinking: delta }
  return { type: 'input_json_delta', partial_json: delta }
}

function event(type: string, fields: object): SseEvent {
  return { event: type, data: JSON.stringify({ type, ...fields }) }
}
