import { expect, it } from 'vitest'
import { assembleMessage } from './assemble-message.ts'
import { readEventData } from './read-event-data.ts'

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
  expect(assembleMessage(readEventData(text(STREAM)))).toEqual({
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
    expect(() => assembleMessage(readEventData(whole.slice(0, length)))).not.toThrow()
  }
  expect(assembleMessage(readEventData('data: not json\n\n'))).toBeUndefined()
})

it('leaves out what does not fit, and shows the rest', () => {
  const events = [
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'before the start' } },
    ...STREAM.slice(0, 8),
    { type: 'content_block_delta', index: 9, delta: { type: 'text_delta', text: 'no such block' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 7 } },
    { type: 'message_start', message: { id: 'msg_2' } },
    { type: 'message_delta', delta: 'x' },
    ['no object'],
  ]
  expect(assembleMessage(events.map((event) => JSON.stringify(event)))).toMatchObject({
    id: 'msg_1',
    content: [{ thinking: 'hm', signature: 'sig' }, { text: 'Hello' }],
  })
})

it('shows the input of a tool that was cut as text', () => {
  const [message] = [assembleMessage(STREAM.slice(0, 10).map((event) => JSON.stringify(event)))]
  expect(message?.['content']).toMatchObject([{}, {}, { type: 'tool_use', input: '{"path":' }])
})
