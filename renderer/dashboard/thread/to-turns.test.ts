import { expect, test } from 'vitest'
import { type Message, toTurns } from './to-turns.ts'

test('a string is a text block', () => {
  expect(toTurns([message('user', 'hi')])).toEqual([
    { id: '0', role: 'user', blocks: [{ kind: 'text', text: 'hi' }] },
  ])
})

test('a result stands with its call, and the message that carried it is no turn', () => {
  const turns = toTurns([
    message('assistant', [{ type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'ls' } }]),
    message('user', [{ type: 'tool_result', tool_use_id: 'a', content: 'file', is_error: true }]),
  ])
  expect(turns).toHaveLength(1)
  expect(turns[0]?.blocks).toEqual([
    {
      kind: 'call',
      id: 'a',
      name: 'Bash',
      input: { command: 'ls' },
      result: { isError: true, text: 'file', pictures: [] },
    },
  ])
})

test('a result in blocks keeps its texts and its pictures', () => {
  const [turn] = toTurns([
    message('assistant', [{ type: 'tool_use', id: 'a', name: 'Read', input: {} }]),
    message('user', [
      {
        type: 'tool_result',
        tool_use_id: 'a',
        content: [
          { type: 'text', text: 'one' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
        ],
      },
    ]),
  ])
  expect(turn?.blocks[0]).toMatchObject({
    result: { text: 'one', pictures: [{ mediaType: 'image/png', data: 'AA==' }] },
  })
})

test('what the user said beside results stays a turn, without them', () => {
  const turns = toTurns([
    message('assistant', [{ type: 'tool_use', id: 'a', name: 'Bash', input: {} }]),
    message('user', [
      { type: 'tool_result', tool_use_id: 'a', content: '' },
      { type: 'text', text: 'go on' },
    ]),
  ])
  expect(turns.map(({ blocks }) => blocks.map(({ kind }) => kind))).toEqual([['call'], ['text']])
})

test('a result whose call is not here is shown where it is', () => {
  const turns = toTurns([message('user', [{ type: 'tool_result', tool_use_id: 'gone', content: 'x' }])])
  expect(turns[0]?.blocks).toEqual([{ kind: 'result', result: { isError: false, text: 'x', pictures: [] } }])
})

test('the answer of a server’s own tool belongs to its call too', () => {
  const [turn] = toTurns([
    message('assistant', [
      { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } },
      {
        type: 'web_search_tool_result',
        tool_use_id: 's',
        content: [{ type: 'web_search_result', title: 'T' }],
      },
    ]),
  ])
  expect(turn?.blocks).toHaveLength(1)
  expect(turn?.blocks[0]).toMatchObject({ kind: 'call', name: 'web_search', result: { isError: false } })
})

test('what Claude Code adds is told apart from what the user said', () => {
  const [turn] = toTurns([
    message('user', [
      { type: 'text', text: '<system-reminder>\nToday is Monday.\n</system-reminder>' },
      {
        type: 'text',
        text: 'What does <system-reminder> mean?',
        cache_control: { type: 'ephemeral', ttl: '1h' },
      },
    ]),
  ])
  expect(turn?.blocks).toEqual([
    { kind: 'reminder', text: '<system-reminder>\nToday is Monday.\n</system-reminder>' },
    { kind: 'text', text: 'What does <system-reminder> mean?', cache: { ttl: '1h' } },
  ])
})

test('unknown kinds and forms break nothing', () => {
  const turns = toTurns([
    message('user', [null, 7, 'x', { type: 'hologram', depth: 3 }, { type: 'tool_use' }]),
    message('tool', { not: 'a list' }),
    message(undefined, undefined),
  ])
  expect(turns.map(({ role, blocks }) => [role, blocks.map(({ kind }) => kind)])).toEqual([
    ['user', ['other', 'call']],
  ])
})

function message(role: unknown, content: unknown): Message {
  return { id: '0', role, content }
}
