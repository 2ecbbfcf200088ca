import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageEvent } from '../messages-api.ts'
import { findIllegal } from '../../../e2e/legal-sequence.ts'
import { translateStream } from '../testing/translate-stream.ts'
import { collectMessage } from './collect-message.ts'
import { createTextLimiter, type TextLimit } from './limit-text.ts'

/** Passes a text on in pieces of these sizes. */
function limit(text: string, sizes: readonly number[], options: TextLimit) {
  const limiter = createTextLimiter(options)
  let passed = ''
  for (let at = 0, n = 0; at < text.length; n++) {
    const size = sizes[n % sizes.length] ?? 1
    passed += limiter.take(text.slice(at, at + size))
    at += size
  }
  return { text: passed + limiter.flush(), cut: limiter.cut() }
}

/** The same by searching the whole text: the sequence that ends first, and of those the longest. */
function naive(text: string, sequences: readonly string[]) {
  const ends = sequences.flatMap((sequence) => {
    const at = text.indexOf(sequence)
    return at === -1 ? [] : [{ sequence, at, end: at + sequence.length }]
  })
  const [first] = ends.toSorted((a, b) => a.end - b.end || a.at - b.at)
  if (first === undefined) return { text, cut: undefined }
  return {
    text: text.slice(0, first.at),
    cut: { reason: 'stop_sequence', sequence: first.sequence },
  }
}

it('ends a text at the first stop sequence, however it is split', () => {
  // Few letters, so that sequences begin, break off and overlap all the time.
  const word = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom('a', 'b', '<'), minLength: min, maxLength: max })
  const property = fc.property(
    word(0, 40),
    fc.array(word(1, 5), { maxLength: 6 }),
    fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
    (text, stopSequences, sizes) => {
      expect(limit(text, sizes, { maxTokens: undefined, stopSequences })).toEqual(naive(text, stopSequences))
    },
  )
  fc.assert(property, { numRuns: 5000 })
})

it('ends a text at a number of tokens, and never inside a character', () => {
  expect(limit('abcdefghijklmn', [3], { maxTokens: 2, stopSequences: [] })).toEqual({
    text: 'abcdefghijkl',
    cut: { reason: 'max_tokens' },
  })
  expect(limit('abcde😀', [9], { maxTokens: 1, stopSequences: [] }).text).toBe('abcde')
  expect(limit('abcdef', [1], { maxTokens: 1, stopSequences: [] }).cut).toBeUndefined()
})

describe('a response', () => {
  const chunk = (delta: object, reason: string | null = null, more = {}) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'x', choices: [{ index: 0, delta, finish_reason: reason }], ...more })}\n\n`
  const usage = { prompt_tokens: 70, completion_tokens: 9, total_tokens: 79 }
  const answer = (...texts: string[]) =>
    [...texts.map((content) => chunk({ content })), chunk({}, 'stop', { usage }), 'data: [DONE]\n\n'].map(
      (text) => Buffer.from(text),
    )
  const endOf = (events: readonly MessageEvent[]) => events.find((event) => event.type === 'message_delta')

  async function ask(texts: readonly string[], body: object) {
    const { events, error } = await translateStream({
      type: 'openai-compatible',
      chunks: answer(...texts),
      body,
    })
    expect(error).toBeUndefined()
    expect(findIllegal(events)).toEqual([])
    const { content, stop_reason: reason, stop_sequence: sequence } = collectMessage(events)
    return { content, reason, sequence, end: endOf(events) }
  }

  it('names the stop sequence that ended it', async () => {
    const body = { stop_sequences: ['</block>', 'x1', 'x2', 'x3', 'x4', '</severity>'] }
    expect(await ask(['<block>no</bl', 'ock> and more', '</severity>'], body)).toMatchObject({
      content: [{ type: 'text', text: '<block>no' }],
      reason: 'stop_sequence',
      sequence: '</block>',
    })
    expect(await ask(['<block>no</bl', 'oc'], body)).toMatchObject({
      content: [{ type: 'text', text: '<block>no</bloc' }],
      reason: 'end_turn',
      sequence: null,
    })
  })

  it('is read to its end for its usage if that is near', async () => {
    const stop = { stop_sequences: ['!'] }
    expect((await ask(['Hi!', ' there'], { ...stop, max_tokens: 64 })).end).toMatchObject({
      usage: { input_tokens: 70, output_tokens: 9 },
    })
    expect((await ask(['Hi!', ' there'], { ...stop, max_tokens: 8000 })).end).toMatchObject({
      usage: { input_tokens: 55, output_tokens: 1 },
    })
  })

  it('is cut to what the client asked for', async () => {
    const { events } = await translateStream({
      type: 'openai-compatible',
      model: 'gpt-oss:20b',
      chunks: answer('Hello', ' world, and more'),
      body: { max_tokens: 2 },
    })
    expect(collectMessage(events)).toMatchObject({
      content: [{ type: 'text', text: 'Hello world,' }],
      stop_reason: 'max_tokens',
      stop_sequence: null,
    })
  })

  it('that breaks off behind its cut is whole for the client', async () => {
    const { events } = await translateStream({
      type: 'openai-compatible',
      chunks: answer('Hi! there').slice(0, 1),
      breaksWith: new Error('reset'),
      body: { max_tokens: 64, stop_sequences: ['!'] },
    })
    expect(findIllegal(events)).toEqual([])
    expect(collectMessage(events)).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: '!' })
  })
})
