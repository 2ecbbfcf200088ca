import { expect, test } from 'vitest'
import { toContextParts } from './to-context-parts.ts'
import { valueAt } from './value-at.ts'

const read = (id: string, path: string) => ({
  type: 'tool_use',
  id,
  name: 'Read',
  input: { file_path: path, offset: 1 },
})
const result = (id: string, text: string) => ({
  type: 'tool_result',
  tool_use_id: id,
  content: [
    { type: 'text', text },
    { type: 'image', source: { type: 'base64', data: 'x'.repeat(5000) } },
  ],
})
const BODY = {
  tools: [
    { name: 'Read', description: 'Reads.' },
    { name: 'Bash', description: 'Runs.' },
    { name: 'mcp__github__search', description: 'Searches.' },
    { name: 'mcp__late__look', defer_loading: true },
  ],
  system: 'You are Claude Code.',
  messages: [
    { role: 'user', content: 'read them\ntwice' },
    { role: 'assistant', content: [read('1', '/a.ts'), read('2', '/a.ts'), read('3', '/b.ts')] },
    { role: 'user', content: [result('1', 'a'.repeat(900)), result('2', 'b'), result('3', 'c')] },
  ],
}

test('finds the parts of a prompt by source, with what a result was of', () => {
  const { parts } = toContextParts(BODY)
  const ofResults = parts.filter(({ source }) => source === 'result:Read')
  expect(ofResults.map(({ subject, size }) => [subject.startsWith('/a.ts'), size])).toEqual([
    [true, 900],
    [true, 1],
    [false, 1],
  ])
  expect(parts.find(({ source }) => source === 'user')).toMatchObject({ subject: 'read them', size: 15 })
  expect(parts.find(({ source }) => source === 'mcp:github')).toMatchObject({ name: 'mcp__github__search' })
})

test('names tools that are never called and files that are read again', () => {
  const { unused, rereads } = toContextParts(BODY)
  expect([...unused]).toEqual([
    ['tools', ['Bash']],
    ['mcp:github', ['mcp__github__search']],
  ])
  expect(rereads).toEqual([{ path: '/a.ts', times: 2 }])
})

test.each([undefined, null, 'text', [], { messages: 1, tools: {} }, { messages: [null, { content: [1] }] }])(
  'has no parts for %j',
  (body) => {
    expect(toContextParts(body)).toEqual({ parts: [], unused: new Map(), rereads: [] })
  },
)

test('finds the value at a pointer, own members only', () => {
  expect(valueAt(BODY, '/messages/2/content/1/tool_use_id')).toBe('2')
  expect(valueAt({ 'a/b': { '~': 1 } }, '/a~1b/~0')).toBe(1)
  expect(valueAt(BODY, '/messages/9/content')).toBeUndefined()
  expect(valueAt(BODY, '/constructor/name')).toBeUndefined()
})
