import { describe, expect, it } from 'vitest'
import { helperOf } from './helper-of.ts'

const INSTRUCTION =
  'CRITICAL: Respond with TEXT ONLY.\n\n"Quoted" \\ Your task is to create a detailed summary of it.'

function read(messages: unknown, indent = 0) {
  const bytes = Buffer.from(JSON.stringify(messages, undefined, indent))
  return helperOf(bytes, { messages: [0, bytes.length] })
}
const text = (words: string) => ({ type: 'text', text: words })

describe('a compaction', () => {
  it.each([
    ['as Claude Code sends it', [{ role: 'user', content: [text(INSTRUCTION)] }]],
    ['after other blocks', [{ role: 'user', content: [text('x'), text(INSTRUCTION)] }]],
    ['as a plain text', [{ role: 'user', content: INSTRUCTION }]],
    ['with its members in another order', [{ content: [{ text: INSTRUCTION, type: 'text' }], role: 'user' }]],
    [
      'with a cache breakpoint',
      [
        {
          role: 'user',
          content: [{ ...text(INSTRUCTION), cache_control: { type: 'ephemeral', ttl: '1h' } }],
        },
      ],
    ],
    ['after a long conversation', [text('y'.repeat(200_000)), { role: 'user', content: INSTRUCTION }]],
  ])('is recognised %s', (_how, messages) => {
    expect(read(messages)).toBe('compaction')
    expect(read(messages, 2)).toBe('compaction')
  })

  it.each([
    ['before another text', [{ role: 'user', content: [text(INSTRUCTION), text('Go on.')] }]],
    [
      'before another message',
      [
        { role: 'user', content: INSTRUCTION },
        { role: 'assistant', content: 'ok' },
      ],
    ],
    ['quoted', [{ role: 'user', content: `Why does it say "${INSTRUCTION}"?` }]],
    ['quoted as JSON', [{ role: 'user', content: JSON.stringify({ text: INSTRUCTION }) }]],
    ['with only its opening', [{ role: 'user', content: 'CRITICAL: Respond with TEXT ONLY' }]],
  ])('is none %s', (_how, messages) => {
    expect(read(messages)).toBeUndefined()
    expect(read(messages, 2)).toBeUndefined()
  })
})

it('reads a bounded part of a long conversation', () => {
  const bytes = Buffer.from(JSON.stringify([text(`"text":"${INSTRUCTION}`.repeat(150_000))]))
  const started = process.threadCpuUsage().user
  for (let i = 0; i < 20; i++) helperOf(bytes, { messages: [0, bytes.length] })
  expect((process.threadCpuUsage().user - started) / 20 / 1000).toBeLessThan(5)
})
