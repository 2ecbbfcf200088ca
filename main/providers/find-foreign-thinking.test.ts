import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessages } from '../../e2e/fake-upstream/formats/check-messages.ts'
import { checkSignatures, signatureFor } from '../../e2e/fake-upstream/formats/check-signatures.ts'
import { sealSignature } from './signature.ts'
import { applyPatches } from '../base/json/apply-patches.ts'
import { runAtOnce } from '../base/work-in-parts.ts'
import { findForeignThinking } from './find-foreign-thinking.ts'

const OURS = sealSignature({ provider: 'gemini', next: { thoughtSignature: 'S' } })

function strip(text: string): string {
  const json = Buffer.from(text)
  return applyPatches(json, runAtOnce(findForeignThinking(json))).toString()
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

describe('a session that goes back and forth', () => {
  /** One turn: system messages behind the user's, who answers, and the blocks of the answer. */
  const turn = fc.record({
    systems: fc.array(fc.constantFrom('text', 'effort'), { maxLength: 2 }),
    isRouted: fc.boolean(),
    thoughts: fc.integer({ min: 0, max: 2 }),
    rest: fc.constantFrom('text', 'tool', 'nothing'),
    isSigned: fc.boolean(),
  })

  it('is never refused by Anthropic, with any turns answered by another provider', () => {
    let native = 0
    const property = fc.property(fc.array(turn, { minLength: 1, maxLength: 8 }), (turns) => {
      /** The conversation as the client keeps it. */
      const history: Record<string, unknown>[] = []
      let call: string | undefined
      turns.forEach((each, at) => {
        const said = { type: 'text', text: `question ${at}` }
        const result = call === undefined ? [] : [{ type: 'tool_result', tool_use_id: call, content: 'done' }]
        history.push({ role: 'user', content: [...result, said] })
        for (const kind of each.systems) history.push(kind === 'text' ? SYSTEM : EFFORT)
        const asked = { model: 'm', max_tokens: 9, system: 'You are…', messages: history }
        const sent = JSON.parse(strip(JSON.stringify(asked)))
        native += each.isRouted ? 0 : 1
        expect(each.isRouted ? undefined : (checkMessages(sent) ?? checkSignatures(sent))).toBeUndefined()
        const answer = answerTo(sent, each, at)
        if (answer.length === 0) {
          // A turn without an answer is not a part of the conversation.
          history.splice(history.findLastIndex(({ role }) => role === 'user'))
          return
        }
        call = answer.some(({ type }) => type === 'tool_use') ? `call_${at}` : undefined
        history.push({ role: 'assistant', content: answer })
      })
    })
    fc.assert(property, { numRuns: 2000 })
    expect(native).toBeGreaterThan(1000)
  })

  const SYSTEM = { role: 'system', content: [{ type: 'text', text: 'The date has changed.' }] }
  const EFFORT = { role: 'system', content: [], output_config: { effort: 'low' } }

  type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never

  function answerTo(sent: Record<string, unknown>, each: Turn, at: number): Record<string, unknown>[] {
    const blocks: Record<string, unknown>[] = []
    for (let index = 0; index < each.thoughts; index++) {
      const foreign = each.isSigned ? OURS : ''
      const signature = each.isRouted ? foreign : signatureFor(sent, blocks)
      blocks.push({ type: 'thinking', thinking: `thought ${at}.${index}`, signature })
    }
    if (each.rest === 'text') blocks.push({ type: 'text', text: `answer ${at}` })
    if (each.rest === 'tool') blocks.push({ type: 'tool_use', id: `call_${at}`, name: 'Read', input: {} })
    return blocks
  }
})
