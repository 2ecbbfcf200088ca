import { describe, expect, it } from 'vitest'
import { sealSignature } from './signature.ts'
import { runAtOnce } from '../base/work-in-parts.ts'
import { cutSpans, findForeignThinking } from './find-foreign-thinking.ts'

const OURS = sealSignature({ provider: 'gemini', next: { thoughtSignature: 'S' } })

function strip(text: string): string {
  const json = Buffer.from(text)
  return cutSpans(json, runAtOnce(findForeignThinking(json))).toString()
}

describe('a request without foreign thinking', () => {
  it.each([
    '{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"ErUB"}]}]}',
    '{ "n": 1.0, "messages": [] }',
    'no JSON "signature":""',
    '{"messages":[{"role":"user","content":"my \\"signalbox.1.\\" note"}]}',
  ])('stays as it is, byte for byte: %s', (text) => {
    expect(runAtOnce(findForeignThinking(Buffer.from(text)))).toEqual([])
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

it('removes every message that consists of such thinking, and the commas around it', () => {
  const thinking = `{"type":"thinking","thinking":"","signature":"${OURS}"}`
  const message = `{"role":"assistant","content":[${thinking} , ${thinking}]}`
  const user = '{"role":"user","content":"a"}'
  const kept = (messages: string) => strip(`{"messages":[${messages}], "n":1.0}`)
  expect(kept(`${message},${message}`)).toBe('{"messages":[], "n":1.0}')
  expect(kept(`${message}, ${user}`)).toBe(`{"messages":[${user}], "n":1.0}`)
  expect(kept(`${user}, ${message},${message}`)).toBe(`{"messages":[${user}], "n":1.0}`)
  expect(kept(`${user}, ${message} ,${user}`)).toBe(`{"messages":[${user} ,${user}], "n":1.0}`)
})

it('finds it at any place of a long request', () => {
  const thinking = { type: 'thinking', thinking: '', signature: '' }
  for (const length of [262_000, 262_144 - 80, 262_144 - 75, 262_144 - 70, 262_144 - 65, 600_000]) {
    const messages = [
      { role: 'user', content: 'x'.repeat(length) },
      { role: 'assistant', content: [thinking] },
    ]
    expect(JSON.parse(strip(JSON.stringify({ messages })))).toEqual({ messages: [messages[0]] })
  }
})
