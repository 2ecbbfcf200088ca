import type { FakeBlock, FakeMessage } from './fake-message.ts'

interface Identity {
  id: string
  model: string
}

/** The response without `stream`: the sum of the events of `toMessageEvents`. */
export function toMessageJson(message: FakeMessage, { id, model }: Identity): string {
  return JSON.stringify({
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: message.blocks.map(toContent),
    stop_reason: message.stopReason,
    stop_sequence: null,
    usage: { input_tokens: message.inputTokens ?? 12, output_tokens: message.outputTokens ?? 8 },
  })
}

function toContent(block: FakeBlock): object {
  const whole = block.deltas.join('')
  if (block.type === 'text') return { type: 'text', text: whole }
  if (block.type === 'thinking') return { type: 'thinking', thinking: whole, signature: block.signature }
  return { type: 'tool_use', id: block.id, name: block.name, input: JSON.parse(whole === '' ? '{}' : whole) }
}
