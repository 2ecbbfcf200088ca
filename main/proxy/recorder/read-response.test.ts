import { expect, it } from 'vitest'
import { readResponse } from './read-response.ts'

const STREAM = { contentType: 'text/event-stream; charset=utf-8', status: 200 }
const JSON_ANSWER = { contentType: 'application/json', status: 200 }

const event = (data: object & { type: string }, eol = '\n') =>
  `event: ${data.type}${eol}data: ${JSON.stringify(data)}${eol}${eol}`

const START = {
  type: 'message_start',
  message: {
    model: 'claude-opus-4-5',
    usage: { input_tokens: 3, cache_read_input_tokens: 1000, output_tokens: 1, service_tier: 'standard' },
  },
}
const DELTA = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 42 } }
const STOP = { type: 'message_stop' }
const WHOLE = {
  model: 'claude-opus-4-5',
  stopReason: 'end_turn',
  usage: { input_tokens: 3, cache_read_input_tokens: 1000, output_tokens: 42, service_tier: 'standard' },
}

it.each(['\n', '\r\n', '\r'])('merges the usage of the first and the last event (line end %j)', (eol) => {
  const text = [START, DELTA, STOP].map((data) => event(data, eol)).join('')
  expect(readResponse([Buffer.from(text)], STREAM)).toEqual(WHOLE)
})

it('is not misled by what a model writes', () => {
  const written = JSON.stringify({ type: 'message_delta', delta: { stop_reason: 'refusal' } })
  const text = { type: 'content_block_delta', delta: { type: 'text_delta', text: event(DELTA) + written } }
  const tool = { type: 'content_block_start', content_block: { input: { type: 'message_delta' } } }
  const events = [START, text, tool, DELTA, STOP]
  expect(readResponse([Buffer.from(events.map((data) => event(data)).join(''))], STREAM)).toEqual(WHOLE)
})

it('reads the two ends of a stream whose middle is gone', () => {
  const head = `${event(START)}event: content_block_delta\ndata: {"type":"content_bl`
  const tail = `ck_delta","delta":{}}\n\n${event(DELTA)}${event(STOP)}`
  expect(readResponse([Buffer.from(head), Buffer.from(tail)], STREAM)).toEqual(WHOLE)
})

it('keeps a count that a later event leaves out or does not know', () => {
  const later = { ...DELTA, usage: { output_tokens: 42, input_tokens: null } }
  const text = [START, later, STOP].map((data) => event(data)).join('')
  expect(readResponse([Buffer.from(text)], STREAM).usage).toMatchObject({
    input_tokens: 3,
    output_tokens: 42,
  })
})

it.each(['\n', '\r\n', '\r'])('reads data that stands on two lines (line end %j)', (eol) => {
  const text = [START, DELTA, STOP]
    .map((data) => JSON.stringify(data).replace('{', `{${eol}data:`))
    .map((data) => `data: ${data}${eol}${eol}`)
    .join('')
  expect(readResponse([Buffer.from(text)], STREAM)).toEqual(WHOLE)
})

it('reads the two ends of a stream of any length', () => {
  const noise = event({ type: 'ping' }, '\r').repeat(300_000)
  const text = event(START, '\r') + noise + event(DELTA, '\r') + event(STOP, '\r')
  expect(readResponse([Buffer.from(text)], STREAM)).toEqual(WHOLE)
})

it('takes the last one of many counts', () => {
  const delta = (count: number) => event(Object.assign({}, DELTA, { usage: { output_tokens: count } }))
  const deltas = Array.from({ length: 2_000 }, (_, count) => delta(count))
  const text = event(START) + deltas.join('') + event(STOP)
  expect(readResponse([Buffer.from(text)], STREAM).usage).toMatchObject({
    input_tokens: 3,
    output_tokens: 1_999,
  })
})

it.each([
  ['fields around the data', (data: string) => `id: 1\ndata:${data}\nretry: 5\n\n`],
  ['nothing but the data', (data: string) => `data: ${data}\n\n`],
  ['an empty line of data', (data: string) => `data:\ndata: ${data}\n\n`],
  ['text beyond ASCII', (data: string) => `: „ü“\ndata: ${data}\n\n`],
])('reads events with %s', (_what, frame) => {
  const text = [START, DELTA, STOP].map((data) => frame(JSON.stringify(data))).join('')
  expect(readResponse([Buffer.from(text)], STREAM)).toEqual(WHOLE)
})

it('keeps the letters of a message in an event', () => {
  const error = { type: 'error', error: { type: 'api_error', message: 'Größe „x“ 😀' } }
  expect(readResponse([Buffer.from(event(error))], STREAM).streamError).toBe('Größe „x“ 😀')
})

it.each(['     ', 'dada:', ': data', 'event', 'x\ndata '])(
  'reads no event in a line that begins with %j',
  (field) => {
    const text = [START, DELTA, STOP].map((data) => `${field}${JSON.stringify(data)}\n\n`).join('')
    expect(readResponse([Buffer.from(text)], STREAM)).toEqual({
      streamError: 'The stream ended without message_stop.',
    })
  },
)

it('says of a stream that broke off that it did', () => {
  expect(readResponse([Buffer.from(event(START))], STREAM).streamError).toBe(
    'The stream ended without message_stop.',
  )
})

it('reads an error in the middle of a stream', () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  const facts = readResponse([Buffer.from(event(START) + event(error))], STREAM)
  expect(facts).toMatchObject({ errorType: 'overloaded_error', streamError: 'Overloaded' })
})

it('reads a message that is no stream', () => {
  const message = {
    model: 'claude-haiku-4-5',
    content: [{ type: 'text', text: '"usage":{"input_tokens":9}' }],
    stop_reason: 'max_tokens',
    usage: { input_tokens: 7, output_tokens: 5 },
  }
  expect(readResponse([Buffer.from(JSON.stringify(message))], JSON_ANSWER)).toEqual({
    model: 'claude-haiku-4-5',
    stopReason: 'max_tokens',
    usage: { input_tokens: 7, output_tokens: 5 },
  })
})

it('reads the type of an error', () => {
  const body = {
    type: 'error',
    error: { type: 'rate_limit_error', message: 'Slow down' },
    request_id: 'req_1',
  }
  const facts = readResponse([Buffer.from(JSON.stringify(body))], { ...JSON_ANSWER, status: 429 })
  expect(facts).toEqual({ errorType: 'rate_limit_error' })
})

it.each(['', '{', 'not json', '[]', '<html>', 'data: {"type":"message_start"'])(
  'takes %j as it is',
  (text) => {
    expect(readResponse([Buffer.from(text)], JSON_ANSWER)).toEqual({})
    expect(readResponse([Buffer.from(text)], STREAM)).toEqual({
      streamError: 'The stream ended without message_stop.',
    })
  },
)

const FALLBACK = {
  type: 'content_block_start',
  content_block: { type: 'fallback', from: { model: 'claude-fable-5-1' }, to: { model: 'claude-opus-5' } },
}

it('names the model that responded after a fallback, in a stream and in a message', () => {
  const later = { ...FALLBACK, content_block: { type: 'fallback', to: { model: 'claude-opus-5-5' } } }
  const text = [START, FALLBACK, later, DELTA, STOP].map((data) => event(data)).join('')
  expect(readResponse([Buffer.from(text)], STREAM).model).toBe('claude-opus-5-5')
  const message = {
    model: 'claude-fable-5-1',
    content: [FALLBACK.content_block],
    usage: { output_tokens: 1 },
  }
  expect(readResponse([Buffer.from(JSON.stringify(message))], JSON_ANSWER).model).toBe('claude-opus-5')
})

it('takes no fallback from what a model writes', () => {
  const written = { type: 'text', text: JSON.stringify(FALLBACK.content_block) }
  const tool = { type: 'tool_use', input: { type: 'fallback', to: { model: 'x' } } }
  const starts = [written, tool].map((block) => ({ type: 'content_block_start', content_block: block }))
  const text = [START, ...starts, DELTA, STOP].map((data) => event(data)).join('')
  expect(readResponse([Buffer.from(text)], STREAM).model).toBe('claude-opus-4-5')
  const message = { model: 'claude-opus-4-5', content: [written, tool] }
  expect(readResponse([Buffer.from(JSON.stringify(message))], JSON_ANSWER).model).toBe('claude-opus-4-5')
})

it('knows the model of a fallback from the usage, where its block is in the middle that is gone', () => {
  const iterations = [{ type: 'message' }, { type: 'fallback_message', model: 'claude-opus-5' }]
  const last = { ...DELTA, usage: { output_tokens: 42, iterations } }
  const text = [START, last, STOP].map((data) => event(data)).join('')
  expect(readResponse([Buffer.from(text)], STREAM).model).toBe('claude-opus-5')
})

it.each([
  [
    'the whole prompt first, its cached part later',
    { input_tokens: 100 },
    { cache_read_input_tokens: 90 },
    10,
  ],
  ['a split that names the rest', { input_tokens: 100 }, { cache_read_input_tokens: 90, input_tokens: 9 }, 9],
  [
    'cached tokens from the start',
    { input_tokens: 100, cache_read_input_tokens: 7 },
    { cache_read_input_tokens: 8 },
    100,
  ],
  ['more cached than the prompt has', { input_tokens: 3 }, { cache_read_input_tokens: 90 }, 3],
])('counts uncached input right: %s', (_, first, last, input) => {
  const start = { type: 'message_start', message: { usage: first } }
  const text = [start, { ...DELTA, usage: last }, STOP].map((data) => event(data)).join('')
  expect(readResponse([Buffer.from(text)], STREAM).usage).toMatchObject({ input_tokens: input })
})
