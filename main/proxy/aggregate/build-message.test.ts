import { describe, expect, it } from 'vitest'
import { StreamBrokenError } from '../../base/anthropic/stream-broken-error.ts'
import { createMessageBuilder, type Oddity } from './build-message.ts'

const START =
  '{"type":"message_start","message":{"id":"m","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}'
const STOP = '{"type":"message_stop"}'

const blockStart = (block: string, index = 0) =>
  `{"type":"content_block_start","index":${index},"content_block":${block}}`
const delta = (json: string, index = 0) => `{"type":"content_block_delta","index":${index},"delta":${json}}`

/** Adds the events and returns the result of the last one. */
function build(...events: (string | { event: string; data: string })[]) {
  const oddities: Oddity[] = []
  const builder = createMessageBuilder((what) => oddities.push(what))
  const [last] = events
    .map((event) => builder.add(typeof event === 'string' ? { data: event } : event))
    .slice(-1)
  const message: unknown = last?.state === 'whole' ? JSON.parse(last.json) : undefined
  return { last, message, oddities, partial: builder.partial() }
}

/** The only block of a message. */
function blockOf(...events: string[]): unknown {
  const { message } = build(START, ...events, STOP)
  return typeof message === 'object' && message !== null && 'content' in message ? message.content : undefined
}

describe('a block', () => {
  it.each([
    [
      'text',
      '{"type":"text","text":"a"}',
      [delta('{"type":"text_delta","text":"b"}')],
      { type: 'text', text: 'ab' },
    ],
    [
      'text without a start',
      '{"type":"text"}',
      [delta('{"type":"text_delta","text":"b"}')],
      { type: 'text', text: 'b' },
    ],
    [
      'thinking with its signature, which is not added up',
      '{"type":"thinking","thinking":"","signature":"old"}',
      [
        delta('{"type":"thinking_delta","thinking":"x"}'),
        delta('{"type":"signature_delta","signature":"s1"}'),
        delta('{"type":"signature_delta","signature":"s2"}'),
      ],
      { type: 'thinking', thinking: 'x', signature: 's2' },
    ],
    [
      'a citation where the start says null',
      '{"type":"text","text":"","citations":null}',
      [delta('{"type":"citations_delta","citation":{"n":1}}')],
      { type: 'text', text: '', citations: [{ n: 1 }] },
    ],
    [
      'a tool without arguments',
      '{"type":"tool_use","id":"t","name":"n","input":{}}',
      [delta('{"type":"input_json_delta","partial_json":""}')],
      { type: 'tool_use', id: 't', name: 'n', input: {} },
    ],
    [
      'a delta of tomorrow for a field that the block has',
      '{"type":"compaction","content":null}',
      [
        delta('{"type":"compaction_delta","content":"a"}'),
        delta('{"type":"compaction_delta","content":"b"}'),
      ],
      { type: 'compaction', content: 'ab' },
    ],
  ])('adds up: %s', (_title, start, deltas, expected) => {
    expect(blockOf(blockStart(start), ...deltas)).toEqual([expected])
  })

  it('keeps its place by index, whatever comes first', () => {
    const events = [
      blockStart('{"type":"tool_use","input":{}}', 2),
      blockStart('{"type":"tool_use","input":{}}', 0),
      delta('{"type":"input_json_delta","partial_json":"{\\"a\\":"}', 2),
      delta('{"type":"input_json_delta","partial_json":"{}"}', 0),
      delta('{"type":"input_json_delta","partial_json":"2}"}', 2),
    ]
    expect(blockOf(...events)).toEqual([
      { type: 'tool_use', input: {} },
      { type: 'tool_use', input: { a: 2 } },
    ])
  })

  it('that came with message_start stays', () => {
    const given = START.replace('"content":[]', '"content":[{"type":"code_execution_tool_result"}]')
    const { message } = build(given, blockStart('{"type":"text","text":"b"}', 1), STOP)
    expect(message).toMatchObject({ content: [{ type: 'code_execution_tool_result' }, { text: 'b' }] })
  })

  it('whose input was cut gets an empty one, and says so', () => {
    const { message, oddities } = build(
      START,
      blockStart('{"type":"tool_use","input":{}}'),
      delta('{"type":"input_json_delta","partial_json":"{\\"a\\":"}'),
      STOP,
    )
    expect(message).toMatchObject({ content: [{ type: 'tool_use', input: {} }] })
    expect(oddities).toEqual(['broken_tool_input'])
  })

  it('passes over a delta that it has no field for, and says so', () => {
    const { message, oddities } = build(
      START,
      blockStart('{"type":"text","text":"a"}'),
      delta('{"type":"audio_delta","audio":"x"}'),
      STOP,
    )
    expect(message).toMatchObject({ content: [{ type: 'text', text: 'a' }] })
    expect(oddities).toEqual(['unknown_delta'])
  })
})

describe('message_delta', () => {
  it('overrides counts, keeps those that it does not count again, and brings everything else along', () => {
    const { message } = build(
      START,
      '{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"a":1}},' +
        '"usage":{"input_tokens":null,"output_tokens":9,"server_tool_use":{"n":1}},"context_management":{"edits":[]}}',
      STOP,
    )
    expect(message).toEqual({
      id: 'm',
      content: [],
      stop_reason: 'refusal',
      stop_details: { a: 1 },
      usage: { input_tokens: 3, output_tokens: 9, server_tool_use: { n: 1 } },
      context_management: { edits: [] },
    })
  })

  it('counts cumulatively: the last one holds', () => {
    const count = (n: number) => `{"type":"message_delta","delta":{},"usage":{"output_tokens":${n}}}`
    expect(build(START, count(5), count(7), STOP).message).toMatchObject({ usage: { output_tokens: 7 } })
  })
})

it.each([
  ['new fields', (n: number) => `{"type":"message_delta","field${n}":1}`],
  ['new fields of the delta', (n: number) => `{"type":"message_delta","delta":{"field${n}":1}}`],
  ['new counts', (n: number) => `{"type":"message_delta","usage":{"count${n}":1}}`],
  ['no more than they are', () => '{"type":"message_delta"}'],
])('takes time in proportion to its events, with endings that bring %s', (_title, ending) => {
  const many = Array.from({ length: 20_000 }, (_, n) => `"known${n}":1`).join()
  const begin = START.replace('"id":"m"', `"id":"m",${many}`)
  const builder = createMessageBuilder(() => undefined)
  builder.add({ data: begin })
  const before = process.threadCpuUsage()
  for (let n = 0; n < 10_000; n++) builder.add({ data: ending(n) })
  const { user, system } = process.threadCpuUsage(before)
  // Copying all fields for each event takes a minute.
  expect((user + system) / 1_000).toBeLessThan(2_000)
})

it('keeps a field with the name of a prototype', () => {
  const { last } = build(START, '{"type":"message_delta","delta":{"__proto__":{"a":1}}}', STOP)
  expect(last).toMatchObject({ json: expect.stringContaining('"__proto__":{"a":1}') })
})

describe('events', () => {
  it('are known by their data, and by their name where the data has no type', () => {
    const { message } = build(
      { event: 'message_start', data: '{"message":{"id":"m","content":[]}}' },
      { event: 'ping', data: STOP },
    )
    expect(message).toEqual({ id: 'm', content: [] })
  })

  it('of tomorrow are passed over, readable or not', () => {
    const { message } = build(START, { event: 'sparkle', data: 'no json' }, '{"type":"glitter"}', '{}', STOP)
    expect(message).toMatchObject({ id: 'm' })
  })

  it('ignore a second message_start of the same message', () => {
    expect(build(START, START.replace('3', '99'), STOP).message).toMatchObject({ usage: { input_tokens: 3 } })
  })

  it.each([
    [[STOP], 'before message_start'],
    [[delta('{"type":"text_delta","text":"a"}')], 'never started'],
    [[START, START.replace('"m"', '"n"')], 'two messages'],
    [[START, delta('{"type":"text_delta","text":"a"}')], 'never started'],
    [[START, blockStart('{"type":"text"}'), blockStart('{"type":"text"}')], 'starts twice'],
    [[START, blockStart('{"type":"text"}', -1)], 'index'],
    [[START, blockStart('"text"')], 'without its object'],
    [[START, blockStart('{"type":"text","text":""}'), delta('{"type":"text_delta"}')], 'without its text'],
    [[START, 'no json'], 'is not a JSON object'],
    [[START, '[]'], 'is not a JSON object'],
    [['{"type":"error"}'], 'without its object'],
  ])('that cannot be one message are refused: %j', (events, reason) => {
    expect(() => build(...events)).toThrow(StreamBrokenError)
    expect(() => build(...events)).toThrow(reason)
  })

  it('that cannot be read are refused where they are needed', () => {
    expect(() => build(START, { event: 'content_block_delta', data: '{"type":' })).toThrow(StreamBrokenError)
  })
})

it.each([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
  ['error_of_tomorrow', 500],
  ['__proto__', 500],
])('answers an error event of type %s with %i and its own words', (type, status) => {
  const data = `{"type":"error","error":{"type":"${type}","message":"m"},"request_id":"r"}`
  expect(build(START, data).last).toEqual({ state: 'error', status, json: data })
})

it('shows what there is of a message', () => {
  const text = delta('{"type":"text_delta","text":"Hal"}')
  expect(build().partial).toBeUndefined()
  expect(JSON.parse(build(START, blockStart('{"type":"text","text":""}'), text).partial ?? '')).toMatchObject(
    {
      content: [{ type: 'text', text: 'Hal' }],
    },
  )
})
