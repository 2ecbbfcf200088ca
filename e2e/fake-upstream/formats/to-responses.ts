import type { FakeBlock, FakeMessage } from '../fake-message.ts'
import type { SseEvent } from '../reply.ts'

interface Identity {
  id: string
  model: string
}

/** https://platform.openai.com/docs/api-reference/responses-streaming */
export function toResponsesEvents(message: FakeMessage, identity: Identity): SseEvent[] {
  const open = toResponse(message, identity, { status: 'in_progress', output: [] })
  const whole = toResponse(message, identity, {
    status: message.stopReason === 'max_tokens' ? 'incomplete' : 'completed',
    output: message.blocks.map((block, index) => toItem(block, itemId(identity, index))),
  })
  const last = message.stopReason === 'max_tokens' ? 'response.incomplete' : 'response.completed'
  const events = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...message.blocks.flatMap((block, index) => toItemEvents(block, { index, id: itemId(identity, index) })),
    { type: last, response: whole },
  ]
  return events.map((event, at) => {
    return { event: event.type, data: JSON.stringify({ ...event, sequence_number: at }) }
  })
}

/** The same message as a single object. */
export function toResponsesJson(message: FakeMessage, identity: Identity): string {
  const output = message.blocks.map((block, index) => toItem(block, itemId(identity, index)))
  const status = message.stopReason === 'max_tokens' ? 'incomplete' : 'completed'
  return JSON.stringify(toResponse(message, identity, { status, output }))
}

function itemId({ id }: Identity, index: number): string {
  return `item_${id}_${index}`
}

function toResponse(
  { stopReason, inputTokens = 12, outputTokens = 8, cachedTokens = 0 }: FakeMessage,
  { id, model }: Identity,
  { status, output }: { status: string; output: readonly object[] },
): object {
  return {
    id,
    object: 'response',
    created_at: 1_700_000_000,
    status,
    error: null,
    incomplete_details: stopReason === 'max_tokens' ? { reason: 'max_output_tokens' } : null,
    model,
    output,
    service_tier: 'default',
    usage:
      status === 'in_progress'
        ? null
        : {
            input_tokens: inputTokens,
            input_tokens_details: { cached_tokens: cachedTokens },
            output_tokens: outputTokens,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: inputTokens + outputTokens,
          },
  }
}

function toItem(block: FakeBlock, id: string): object {
  const text = block.deltas.join('')
  switch (block.type) {
    case 'text':
      return {
        id,
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
      }
    case 'thinking': {
      const summary = text === '' ? [] : [{ type: 'summary_text', text }]
      return { id, type: 'reasoning', status: 'completed', encrypted_content: block.signature, summary }
    }
    case 'tool_use':
      return {
        id,
        type: 'function_call',
        status: 'completed',
        call_id: block.id,
        name: block.name,
        arguments: text,
      }
  }
}

interface ItemEvent {
  type: string
  [field: string]: unknown
}

function toItemEvents(block: FakeBlock, { index, id }: { index: number; id: string }): ItemEvent[] {
  const place = { item_id: id, output_index: index }
  const done = { type: 'response.output_item.done', output_index: index, item: toItem(block, id) }
  const added = { type: 'response.output_item.added', output_index: index, item: toOpenItem(block, id) }
  switch (block.type) {
    case 'text':
      return [
        added,
        ...block.deltas.map((delta) => ({
          type: 'response.output_text.delta',
          content_index: 0,
          delta,
          ...place,
        })),
        done,
      ]
    case 'thinking':
      return [added, ...toSummaryEvents(block.deltas, { summary_index: 0, ...place }), done]
    case 'tool_use':
      return [
        added,
        ...block.deltas.map((delta) => ({ type: 'response.function_call_arguments.delta', delta, ...place })),
        { type: 'response.function_call_arguments.done', arguments: block.deltas.join(''), ...place },
        done,
      ]
  }
}

function toSummaryEvents(deltas: readonly string[], place: object): ItemEvent[] {
  if (deltas.length === 0) return []
  const part = { type: 'summary_text', text: '' }
  return [
    { type: 'response.reasoning_summary_part.added', part, ...place },
    ...deltas.map((delta) => ({ type: 'response.reasoning_summary_text.delta', delta, ...place })),
    { type: 'response.reasoning_summary_part.done', part: { ...part, text: deltas.join('') }, ...place },
  ]
}

function toOpenItem(block: FakeBlock, id: string): object {
  switch (block.type) {
    case 'text':
      return { id, type: 'message', role: 'assistant', status: 'in_progress', content: [] }
    case 'thinking':
      return { id, type: 'reasoning', status: 'in_progress', encrypted_content: '', summary: [] }
    case 'tool_use':
      return {
        id,
        type: 'function_call',
        status: 'in_progress',
        call_id: block.id,
        name: block.name,
        arguments: '',
      }
  }
}
