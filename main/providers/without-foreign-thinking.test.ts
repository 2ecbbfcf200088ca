import { describe, expect, it } from 'vitest'
import { sealSignature } from './signature.ts'
import { withoutForeignThinking } from './without-foreign-thinking.ts'

const OURS = sealSignature({ provider: 'gemini', next: { thoughtSignature: 'S' } })

function strip(text: string): string {
  return withoutForeignThinking(Buffer.from(text)).toString()
}

describe('a request without foreign thinking', () => {
  it.each([
    '{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"ErUB"}]}]}',
    '{ "n": 1.0, "messages": [] }',
    'no JSON "signature":""',
    '{"messages":[{"role":"user","content":"my \\"signalbox.1.\\" note"}]}',
  ])('stays as it is, byte for byte: %s', (text) => {
    const bytes = Buffer.from(text)
    expect(withoutForeignThinking(bytes)).toBe(bytes)
  })
})

it('loses what Anthropic did not sign, and nothing else', () => {
  const own = { type: 'thinking', thinking: 'mine', signature: 'ErUB' }
  const messages = [
    { role: 'user', content: [{ type: 'text', text: '{"signature":""}' }] },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'theirs', signature: OURS },
        own,
        { type: 'thinking', thinking: 'unsigned', signature: '' },
        { type: 'tool_use', id: 'a', name: 'x', input: { signature: '', type: 'thinking' } },
      ],
    },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'only', signature: OURS }] },
    { role: 'user', content: 'text' },
  ]
  expect(JSON.parse(strip(JSON.stringify({ model: 'm', messages })))).toEqual({
    model: 'm',
    messages: [messages[0], { ...messages[1], content: [own, messages[1]?.content[3]] }, messages[3]],
  })
})

it('keeps numbers as they were written', () => {
  const tool = '{"type":"tool_use","id":"a","name":"x","input":{"n":12345678901234567890,"f":1.0}}'
  const text = `{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"${OURS}"},${tool}]}]}`
  expect(strip(text)).toBe(`{"messages":[{"role":"assistant","content":[${tool}]}]}`)
})
