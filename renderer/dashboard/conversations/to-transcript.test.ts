import { expect, test } from 'vitest'
import type { ConversationMessage } from '../../../shared/conversations.ts'
import { toTranscript } from './to-transcript.ts'

test('the lines of one answer are one turn, and results stand with their calls', () => {
  const messages = [
    line('u1', 'user', 'fix it'),
    line('a1', 'assistant', [{ type: 'text', text: 'I look' }], { id: 'msg_1', model: 'claude' }),
    line('a2', 'assistant', [{ type: 'tool_use', id: 't', name: 'Bash', input: {} }], { id: 'msg_1' }),
    line('u2', 'user', [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }]),
    line('a3', 'assistant', [{ type: 'text', text: 'Done' }], { id: 'msg_2' }),
  ]
  const turns = toTranscript({ messages })
  expect(turns.map(({ role, blocks }) => [role, blocks.map(({ kind }) => kind)])).toEqual([
    ['user', ['text']],
    ['assistant', ['text', 'call']],
    ['assistant', ['text']],
  ])
  expect(turns[1]).toMatchObject({
    model: 'claude',
    lines: ['a1', 'a2'],
    blocks: [{}, { result: { text: 'ok' } }],
  })
})

test('a sub-agent’s messages are in the call that started it', () => {
  const messages = [
    line('a1', 'assistant', [{ type: 'tool_use', id: 't1', name: 'Task', input: { prompt: 'Look' } }]),
    { ...line('s1', 'user', 'Look'), isSidechain: true, agentId: 'x' },
    { ...line('s2', 'assistant', [{ type: 'text', text: 'I see' }]), isSidechain: true, agentId: 'x' },
  ]
  const agents = [{ id: 'x', toolUseId: 't1', messageCount: 2 }]
  expect(agentTurns(toTranscript({ messages, agents }))).toEqual(['user', 'assistant'])
})

test('a sub-agent of an old transcript is known by its task', () => {
  const messages = [
    line('a1', 'assistant', [
      { type: 'tool_use', id: 't1', name: 'Task', input: { prompt: 'Look around\n' } },
    ]),
    { ...line('s1', 'user', 'Look around'), isSidechain: true },
  ]
  expect(agentTurns(toTranscript({ messages }))).toEqual(['user'])
})

test('a sub-agent without a call in this transcript is shown where it was', () => {
  const messages = [
    { ...line('s1', 'user', 'Warm up'), isSidechain: true, timestamp: '2026-11-21T12:00:00.000Z' },
    { ...line('u1', 'user', 'hi'), timestamp: '2026-11-21T12:00:05.000Z' },
  ]
  expect(toTranscript({ messages }).map(({ isSidechain, at }) => [isSidechain, at])).toEqual([
    [true, Date.parse('2026-11-21T12:00:00.000Z')],
    [undefined, Date.parse('2026-11-21T12:00:05.000Z')],
  ])
})

test('what Claude Code wrote in the user’s name is not taken for the user’s words', () => {
  const messages = [
    { ...line('m1', 'user', 'Caveat: the messages below'), isMeta: true },
    { type: 'system', uuid: 'c1', subtype: 'compact_boundary', content: 'Conversation compacted' },
  ]
  expect(toTranscript({ messages }).map(({ role, blocks }) => [role, blocks[0]?.kind])).toEqual([
    ['user', 'reminder'],
    ['system', 'text'],
  ])
})

test('lines without a message, and messages of any form, break nothing', () => {
  const messages: ConversationMessage[] = [
    { type: 'summary' },
    { type: 'user', message: 'a string' },
    { type: 'user', message: { content: [{ type: 'nobody knows' }, 7] } },
    { type: 'assistant', message: { content: null } },
  ]
  expect(toTranscript({ messages }).map(({ role }) => role)).toEqual(['user'])
})

function agentTurns(turns: ReturnType<typeof toTranscript>) {
  expect(turns).toHaveLength(1)
  const [call] = turns[0]?.blocks ?? []
  return call?.kind === 'call' ? call.agent?.map(({ role }) => role) : undefined
}

function line(uuid: string, role: string, content: unknown, more: object = {}): ConversationMessage {
  return { type: role, uuid, message: { role, content, ...more } }
}
