import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { ProviderError } from '../errors.ts'
import { writer, text, thought, finish, write, content, type Part, usage } from '../testing/write-events.ts'
import { collectMessage } from './collect-message.ts'

it('writes a text as Anthropic would', () => {
  expect(write([text('0', 'Hel'), text('0', ''), text('0', 'lo'), finish()])).toEqual([
    {
      type: 'message_start',
      message: {
        id: expect.stringMatching(/^msg_[0-9a-f]{24}$/),
        type: 'message',
        role: 'assistant',
        model: 'claude-x',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: 42,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          output_tokens: 0,
        },
      },
    },
    { type: 'ping' },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: {
        input_tokens: 30,
        cache_creation_input_tokens: 10,
        cache_read_input_tokens: 60,
        output_tokens: 7,
      },
    },
    { type: 'message_stop' },
  ])
})

it('closes a thought with an empty signature where the provider gives none', () => {
  const events = write([thought('r', 'Hm.'), text('t', 'Yes.'), finish()])
  expect(events.slice(2, 6)).toEqual([
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: '' } },
    { type: 'content_block_stop', index: 0 },
  ])
})

describe('the end', () => {
  it.each([
    ['stop', 'stop', 'end_turn'],
    ['length', 'length', 'max_tokens'],
    ['other', 'model_length', 'max_tokens'],
    ['content-filter', 'SAFETY', 'refusal'],
    ['other', 'eos', 'end_turn'],
  ] as const)('for %s (%s) is %s', (unified, raw, reason) => {
    expect(collectMessage(write([text('t', 'x'), finish(unified, raw)])).stop_reason).toBe(reason)
  })

  it.each([
    ['interrupted', undefined],
    ['other', undefined],
    ['other', ''],
    ['tool-calls', undefined],
    ['error', 'MALFORMED_FUNCTION_CALL'],
  ] as const)('is missing for %s (%s)', (unified, raw) => {
    const part: Part = { type: 'finish', usage, finishReason: { unified, raw } }
    expect(() => write([text('t', 'x'), part])).toThrow(ProviderError)
  })

  it('may be known without a reason', () => {
    const part: Part = { type: 'finish', usage, finishReason: { unified: 'other', raw: undefined } }
    expect(
      collectMessage(write([text('t', 'x'), part], 'deepseek', { isWhole: () => true })).stop_reason,
    ).toBe('end_turn')
    const responses: Part = { type: 'finish', usage, finishReason: { unified: 'stop', raw: undefined } }
    expect(collectMessage(write([text('t', 'x'), responses], 'openai-responses')).stop_reason).toBe(
      'end_turn',
    )
  })

  it('is missing where the answer broke off, whatever the library says', () => {
    expect(() => write([text('t', 'x'), finish()], 'openai', { isBroken: () => true })).toThrow('ended early')
  })

  it('of an answer without content is an empty text', () => {
    expect(content([])).toEqual([{ type: 'text', text: '' }])
  })

  it('without usage is estimated', () => {
    const none = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined }
    const unknown: LanguageModelV4Usage = {
      inputTokens: none,
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    }
    const part: Part = { type: 'finish', usage: unknown, finishReason: { unified: 'stop', raw: 'stop' } }
    expect(collectMessage(write([text('t', 'x'.repeat(40)), part])).usage).toMatchObject({
      input_tokens: 42,
      output_tokens: 10,
    })
  })

  it('is one error, and nothing after it', () => {
    const target = writer()
    const events = target.push(text('t', 'Half'))
    expect(() => target.push({ type: 'error', error: { message: 'x' } })).toThrow('too much')
    events.push(...target.fail(new ProviderError('overloaded_error', 'too much')))
    for (const late of [text('t', 'more'), finish(), { type: 'error' as const, error: 'again' }])
      events.push(...target.push(late))
    events.push(...target.fail(new ProviderError('api_error', 'again')), ...target.end())
    expect(events.at(-1)).toEqual({ type: 'error', error: { type: 'overloaded_error', message: 'too much' } })
    expect(events.filter(({ type }) => type === 'error')).toHaveLength(1)
  })
})

it('says that there was a picture', () => {
  const picture: Part = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'iVBOR' } }
  expect(content([picture])).toMatchObject([{ type: 'text', text: expect.stringContaining('image/png') }])
})
