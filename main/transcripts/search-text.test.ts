import fc from 'fast-check'
import { expect, it } from 'vitest'
import { searchText } from './search-text.ts'
import { toLines } from './testing/create-tree.ts'
import { assistant, toolResult, user } from './testing/lines.ts'

function search(text: string, line: object): ReturnType<ReturnType<typeof searchText>> {
  return searchText(text)(Buffer.from(toLines([line]).trimEnd()))
}

it('says where it stands, and who said it', () => {
  expect(search('the parser', user(1, 'please fix The Parser now'))).toStrictEqual({
    type: 'user',
    uuid: 'u1',
    timestamp: '2026-10-01T12:00:01.000Z',
    before: 'please fix ',
    match: 'The Parser',
    after: ' now',
  })
  expect(search('sure', assistant(2, 'Sure.'))).toMatchObject({ type: 'assistant', match: 'Sure' })
})

it('looks into every text block', () => {
  const blocks = [{ type: 'text', text: 'one' }, { type: 'image' }, { type: 'text', text: 'two' }]
  expect(search('two', user(1, blocks))).toMatchObject({ match: 'two' })
})

it.each([
  ['tools', assistant(1, [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'needle' } }])],
  ['their results', toolResult(1, 't', 'needle')],
  ['thinking', assistant(1, [{ type: 'thinking', thinking: 'needle', signature: '' }])],
  ['what Claude Code said in the user’s name', user(1, 'needle', { isMeta: true })],
  ['other lines', { type: 'summary', summary: 'needle' }],
  ['other fields', user(1, 'x', { cwd: '/needle' })],
])('does not look into %s', (_what, line) => {
  expect(search('needle', line)).toBeUndefined()
})

it('finds what was typed while Claude was at work', () => {
  const attachment = { type: 'queued_command', prompt: 'a needle' }
  expect(search('needle', { type: 'attachment', attachment })).toMatchObject({
    type: 'user',
    match: 'needle',
  })
})

it.each([
  'a.c',
  'a+b',
  '(x)',
  '[1]',
  '\\n',
  '"quoted"',
  '$',
  '^',
  '{}',
  'a|b',
  '/',
  '-',
  'ä',
  '日本',
  '👩‍👩‍👧',
  'tab\there',
  'line\nbreak',
])('takes %j for what it is', (text) => {
  expect(search(text, user(1, `before ${text} after`))).toMatchObject({
    before: 'before ',
    match: text,
    after: ' after',
  })
  expect(search(text, user(1, 'abc 1 x n'))).toBeUndefined()
})

it('shortens what stands around', () => {
  const hit = search('needle', user(1, `${'a'.repeat(200)} needle ${'b'.repeat(200)}`))
  expect(hit?.before).toBe(`…${'a'.repeat(79)} `)
  expect(hit?.after).toBe(` ${'b'.repeat(79)}…`)
})

it('does not cut a character in two', () => {
  const hit = search('needle', user(1, `${'👩'.repeat(60)}xneedlex${'👩'.repeat(60)}`))
  expect(hit?.before).toBe(`…${'👩'.repeat(39)}x`)
  expect(hit?.after).toBe(`x${'👩'.repeat(39)}…`)
})

it('finds every text that is part of what was said, and nothing else', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('abAB\\"/\n\t -_.éÉ日👩')), maxLength: 8 })
  fc.assert(
    fc.property(text, text, text, text, (before, needle, after, other) => {
      fc.pre(needle !== '')
      expect(search(needle, user(1, before + needle + after))).toBeDefined()
      const stands = other.toLowerCase().includes(needle.toLowerCase())
      expect(search(needle, user(1, other)) !== undefined).toBe(stands)
    }),
    { numRuns: 1000 },
  )
})
