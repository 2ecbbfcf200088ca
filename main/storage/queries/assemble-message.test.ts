import { expect, it } from 'vitest'
import { assembleMessage, readEvents } from './assemble-message.ts'

const STREAM = [
  {
    type: 'message_start',
    message: { id: 'msg_1', role: 'assistant', content: [], usage: { input_tokens: 3, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hel' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'lo' } },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'tool_use', id: 't', name: 'Read', input: {} },
  },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"path":' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '"a.ts"}' } },
  { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 20 } },
  { type: 'message_stop' },
]
const text = (events: readonly object[]) =>
  events.map((event) => `event: x\r\ndata: ${JSON.stringify(event)}\r\n\r\n`).join('')

it('puts a message together from its stream', () => {
  expect(assembleMessage(readEvents(text(STREAM)))).toEqual({
    id: 'msg_1',
    role: 'assistant',
    stop_reason: 'tool_use',
    usage: { input_tokens: 3, output_tokens: 20 },
    content: [
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'text', text: 'Hello' },
      { type: 'tool_use', id: 't', name: 'Read', input: { path: 'a.ts' } },
    ],
  })
})

it('shows as much as there is of a stream that was cut at any byte', () => {
  const whole = text(STREAM)
  for (let length = 0; length < whole.length; length++) {
    expect(() => assembleMessage(readEvents(whole.slice(0, length)))).not.toThrow()
  }
  expect(assembleMessage(readEvents('data: not json\n\n'))).toBeUndefined()
})
