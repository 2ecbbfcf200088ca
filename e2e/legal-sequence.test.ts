import { describe, expect, it } from 'vitest'
import { findIllegal, readEvents } from './legal-sequence.ts'

const usage = { input_tokens: 1, output_tokens: 0 }
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [],
  stop_reason: null,
  usage,
}
const start = { type: 'message_start', message }
const delta = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } }
const stop = { type: 'message_stop' }
const error = { type: 'error', error: { type: 'api_error', message: 'x' } }
const ping = { type: 'ping' }

function open(index: number, block: object = { type: 'text', text: '' }) {
  return { type: 'content_block_start', index, content_block: block }
}

function add(index: number, change: object = { type: 'text_delta', text: 'x' }) {
  return { type: 'content_block_delta', index, delta: change }
}

function close(index: number) {
  return { type: 'content_block_stop', index }
}

const tool = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} }

function json(text: string) {
  return { type: 'input_json_delta', partial_json: text }
}

describe('legal is', () => {
  it.each<[string, object[]]>([
    ['a text', [start, ping, open(0), add(0), ping, close(0), delta, stop]],
    ['nothing said', [start, delta, stop]],
    ['an error at once', [error]],
    ['an error within a block', [start, open(0), add(0), error]],
    [
      'a thought and two calls',
      [
        start,
        open(0, { type: 'thinking', thinking: '', signature: '' }),
        add(0, { type: 'signature_delta', signature: '' }),
        close(0),
        open(1, tool),
        add(1, json('{"a')),
        add(1, json('":1}')),
        close(1),
        open(2, { ...tool, id: 'toolu_2' }),
        close(2),
        { ...delta, delta: { stop_reason: 'tool_use' } },
        stop,
      ],
    ],
  ])('%s', (_name, events) => {
    expect(findIllegal(events)).toEqual([])
  })
})

describe('illegal is', () => {
  it.each<[string, object[], string]>([
    ['no end', [start, open(0), close(0), delta], 'neither message_stop nor error'],
    ['no beginning', [delta, stop], 'message_delta before message_start'],
    ['a ping before the beginning', [ping, start, delta, stop], 'ping before'],
    ['two beginnings', [start, start, delta, stop], 'a second message_start'],
    ['two ends', [start, delta, stop, error], 'error after the end'],
    ['two errors', [start, error, error], 'error after the end'],
    [
      'two blocks at once',
      [start, open(0), open(1), close(1), close(0), delta, stop],
      'opened while 0 is open',
    ],
    ['a number left out', [start, open(1), close(1), delta, stop], 'block 1 after block -1'],
    ['a block twice', [start, open(0), close(0), open(0), close(0), delta, stop], 'block 0 after block 0'],
    ['a block closed twice', [start, open(0), close(0), close(0), delta, stop], 'closed, not open'],
    ['a block left open', [start, open(0), delta, stop], 'while block 0 is open'],
    ['words outside a block', [start, add(0), delta, stop], 'not open'],
    [
      'words of another kind',
      [start, open(0), add(0, json('{}')), close(0), delta, stop],
      'input_json_delta in a block',
    ],
    [
      'half an input',
      [start, open(0, tool), add(0, json('{"a')), close(0), delta, stop],
      'input that is no JSON',
    ],
    [
      'an input that is a list',
      [start, open(0, tool), add(0, json('[]')), close(0), delta, stop],
      'input []',
    ],
    ['a strange id', [start, open(0, { ...tool, id: 'a:b' }), close(0), delta, stop], 'the call id a:b'],
    ['an id twice', [start, open(0, tool), close(0), open(1, tool), close(1), delta, stop], 'a second time'],
    [
      'a call that is none',
      [start, { ...delta, delta: { stop_reason: 'tool_use' } }, stop],
      'tool_use without a call',
    ],
    ['no reason', [start, { ...delta, delta: {} }, stop], 'without a reason'],
    ['no usage', [start, { ...delta, usage: {} }, stop], 'without usage'],
    ['a stop alone', [start, stop], 'message_stop without message_delta'],
    ['a block after the delta', [start, delta, open(0), stop], 'a block after message_delta'],
    ['an unknown event', [start, { type: 'x' }, delta, stop], 'the unknown type x'],
    [
      'an error of no type',
      [{ type: 'error', error: { type: 'oops', message: 'x' } }],
      'an error of no known type',
    ],
    ['nothing', [], 'neither message_stop nor error'],
  ])('%s', (_name, events, problem) => {
    expect(findIllegal(events).join('; ')).toContain(problem)
  })
})

it('reads events from a body, and does not accept a name that differs', () => {
  expect(readEvents('event: ping\ndata: {"type":"ping"}\n\n')).toEqual([{ type: 'ping' }])
  expect(() => readEvents('event: pong\ndata: {"type":"ping"}\n\n')).toThrow('event: pong')
})
