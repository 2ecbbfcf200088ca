import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSse } from '../../../e2e/fake-upstream/encode-sse.ts'
import type { FakeMessage } from '../../../e2e/fake-upstream/fake-message.ts'
import { toChatEvents } from '../../../e2e/fake-upstream/formats/to-chat.ts'
import { toResponsesEvents } from '../../../e2e/fake-upstream/formats/to-responses.ts'
import { readOpenAiResponse } from './read-openai-response.ts'

const SSE = { contentType: 'text/event-stream', status: 200 }
const JSON_TYPE = { contentType: 'application/json', status: 200 }
const IDENTITY = { id: 'x_1', model: 'gpt-5.5', dialect: 'openai' as const, includesUsage: true }

/** Texts that look like what is searched for. */
const TRICKY = '"usage":{"input_tokens":7} "model":"other" "type":"response.failed" data: [DONE]'

describe('the usage of an answer to an OpenAI client', () => {
  const message = fc.record({
    text: fc.oneof(fc.constant(TRICKY), fc.string(), fc.constant('x'.repeat(300_000))),
    input: fc.integer({ min: 1, max: 1_000_000 }),
    cached: fc.integer({ min: 0, max: 1_000_000 }),
    output: fc.integer({ min: 1, max: 100_000 }),
  })
  it.each([
    ['responses', toResponsesEvents],
    ['chat', toChatEvents],
  ] as const)('is read from a stream of %s', (_name, toEvents) => {
    const property = fc.property(message, ({ text, input, cached, output }) => {
      const known = Math.min(cached, input)
      const fake: FakeMessage = {
        blocks: [{ type: 'text', deltas: [text] }],
        stopReason: 'end_turn',
        inputTokens: input,
        cachedTokens: known,
        outputTokens: output,
      }
      const bytes = Buffer.concat(toEvents(fake, IDENTITY).map((event) => encodeSse(event)))
      expect(readOpenAiResponse([bytes], SSE)).toEqual({
        model: 'gpt-5.5',
        usage: { input_tokens: input - known, cache_read_input_tokens: known, output_tokens: output },
      })
    })
    fc.assert(property, { numRuns: 100 })
  })

  it('is read from a message', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 4 } }
    const choices = [{ message: { role: 'assistant', content: TRICKY } }]
    const body = Buffer.from(JSON.stringify({ id: 'c', model: 'gpt-5.5', choices, usage }))
    expect(readOpenAiResponse([body], JSON_TYPE)).toEqual({
      model: 'gpt-5.5',
      usage: { input_tokens: 6, cache_read_input_tokens: 4, output_tokens: 3 },
    })
  })
})

it('tells a stream that failed or ended early from a whole one', () => {
  const failed = { type: 'response.failed', response: { error: { code: 'server_error', message: 'No.' } } }
  const bytes = Buffer.from(`event: response.failed\ndata: ${JSON.stringify(failed)}\n\n`)
  expect(readOpenAiResponse([bytes], SSE)).toMatchObject({ errorType: 'server_error', streamError: 'No.' })
  const cut = Buffer.from('data: {"choices":[{"delta":{"content":"a"}}]}\n\n')
  expect(readOpenAiResponse([cut], SSE).streamError).toContain('without its last event')
})

it('reads the type of an error, and nothing from bytes that are no answer', () => {
  const error = Buffer.from('{"error":{"message":"No.","type":"invalid_request_error","code":"x"}}')
  expect(readOpenAiResponse([error], { ...JSON_TYPE, status: 400 })).toEqual({
    errorType: 'invalid_request_error',
  })
  for (const text of [
    '',
    '<html>',
    '{"usage":',
    '"usage":{"',
    '"usage":{}'.repeat(50_000),
    '{'.repeat(10_000),
  ]) {
    expect(() => readOpenAiResponse([Buffer.from(text)], JSON_TYPE)).not.toThrow()
    expect(readOpenAiResponse([Buffer.from(text)], { ...JSON_TYPE, status: 500 })).toEqual({})
  }
})
