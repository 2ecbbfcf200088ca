import { expect, test } from 'vitest'
import { comparePrompts } from './compare-prompts.ts'

const BASE = {
  model: 'm',
  max_tokens: 10,
  system: [{ type: 'text', text: 'Be brief.' }],
  tools: [{ name: 'Bash', description: 'Runs' }],
  messages: [{ role: 'user', content: 'hi' }],
}

test('a request does not differ from itself, wherever the cache marks stand', () => {
  const marked = {
    ...BASE,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
  }
  expect(comparePrompts(BASE, BASE)).toEqual([])
  expect(comparePrompts(BASE, marked)).toEqual([])
  expect(comparePrompts(BASE, { ...BASE, tools: [{ ...BASE.tools[0], cache_control: {} }] })).toEqual([])
})

test('what the next turn brings is added', () => {
  const next = {
    ...BASE,
    messages: [...BASE.messages, { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] }],
  }
  expect(comparePrompts(BASE, next)).toEqual([
    { kind: 'added', what: 'Message 2, assistant', before: '', after: 'Hello' },
  ])
  expect(comparePrompts(next, BASE)[0]?.kind).toBe('removed')
})

test('a string and a list with that one text say the same', () => {
  const listed = { ...BASE, messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] }
  expect(comparePrompts(BASE, listed)).toEqual([])
})

test('tools are compared by name, options by value', () => {
  const changes = comparePrompts(BASE, {
    ...BASE,
    max_tokens: 20,
    tools: [{ name: 'Edit', description: 'Edits' }],
    thinking: { type: 'enabled' },
  })
  expect(changes.map(({ kind, what }) => [kind, what])).toEqual([
    ['removed', 'Tool Bash'],
    ['added', 'Tool Edit'],
    ['changed', 'max_tokens'],
    ['added', 'thinking'],
  ])
})

test('bodies of any form can be compared', () => {
  expect(comparePrompts(undefined, 'x')).toEqual([])
  expect(comparePrompts({ messages: 7 }, { messages: [null, 'a'] })).toEqual([])
  expect(comparePrompts({}, { messages: [{ role: 'user', content: 'a' }] }).map(({ kind }) => kind)).toEqual([
    'added',
  ])
})

test('data is compared as its size and its ends, text in full', () => {
  const picture = (data: string) => ({
    ...BASE,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', data } },
          { type: 'text', text: 'hi' },
        ],
      },
    ],
  })
  const [change] = comparePrompts(picture('a'.repeat(5_000_000)), picture(`${'a'.repeat(4_999_999)}b`))
  expect(change?.before.length).toBeLessThan(500)
  expect(change?.before).not.toBe(change?.after)
})
