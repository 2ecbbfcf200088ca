import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../shared/conversations.ts'
import { createEngine } from './engine.ts'
import { createTree, toLines, type Tree } from './testing/create-tree.ts'
import { assistant, at, toolResult, user } from './testing/lines.ts'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

async function find(project: string | undefined, id: string): Promise<Conversation | undefined> {
  const json = await createEngine({ root: tree.root }).find({ project, id })
  return json === undefined ? undefined : (JSON.parse(json) as Conversation)
}

async function found(project: string | undefined, id: string): Promise<Conversation> {
  const transcript = await find(project, id)
  if (transcript === undefined) throw new Error('not found')
  return transcript
}

describe('a conversation', () => {
  it('is found without its project, the newest where several projects have it', async () => {
    tree.write('-home-me-app/s.jsonl', [user(0, 'first')])
    tree.write('-home-me-other/s.jsonl', [user(0, 'first'), user(7, 'later')])
    tree.write('-home-me-more/t.jsonl', [user(9, 'another')])
    expect((await found(undefined, 's')).projectPath).toBe('-home-me-other')
    expect((await found('-home-me-app', 's')).projectPath).toBe('-home-me-app')
    expect(await find(undefined, 'u')).toBeUndefined()
    expect(await find(undefined, '../-home-me-app/s')).toBeUndefined()
  })

  it('has its messages by time, and what a list says of it', async () => {
    tree.write('-home-me-app/s.jsonl', [
      { type: 'summary', summary: 'Another one', leafUuid: 'x' },
      user(0, 'hello', { gitBranch: 'main' }),
      assistant(9, 'late'),
      assistant(4, 'early'),
    ])
    const { messages, ...rest } = await found('-home-me-app', 's')
    expect(rest).toStrictEqual({
      sessionId: 's',
      projectPath: '-home-me-app',
      projectName: '/home/me/app',
      startTime: at(0),
      endTime: at(9),
      messageCount: 4,
      omitted: 0,
      agents: [],
      usage: {
        input_tokens: 20,
        output_tokens: 4,
        cache_creation_input_tokens: 60,
        cache_read_input_tokens: 800,
      },
    })
    expect(messages.map(({ type, timestamp }) => [type, timestamp])).toStrictEqual([
      ['summary', undefined],
      ['user', at(0)],
      ['assistant', at(4)],
      ['assistant', at(9)],
    ])
    expect(messages[0]?.content).toBe('Another one')
    expect(messages[1]).toStrictEqual({
      type: 'user',
      uuid: 'u0',
      parentUuid: null,
      isSidechain: false,
      userType: 'external',
      cwd: '/home/me/app',
      version: '2.1.329',
      timestamp: at(0),
      message: { role: 'user', content: 'hello' },
    })
  })

  it('keeps a line without a time behind the one that it follows', async () => {
    const summary = { type: 'summary', summary: 'So far', leafUuid: 'u5' }
    tree.write('-p/s.jsonl', [user(5, 'one'), summary, assistant(9, 'two')])
    tree.write('-p/s/subagents/agent-a1.jsonl', [user(7, 'task', { isSidechain: true })])
    const { messages } = await found('-p', 's')
    expect(messages.map(({ uuid }) => uuid)).toStrictEqual(['u5', undefined, 'u7', 'a9'])
  })

  it('passes blank and broken lines, and what Claude Code keeps for itself, by', async () => {
    tree.write('-p/s.jsonl', `\n{"type":"user"\n${toLines([user(1, 'one')])}\r\n[]\n`)
    tree.append('-p/s.jsonl', [
      { type: 'attachment', uuid: 'x', attachment: { type: 'prompt_snapshot' } },
      { type: 'api-request-blob', message: { role: 'user', content: 'x' } },
      { type: 'tomorrow', uuid: 'y', message: { role: 'user', content: 'x' }, timestamp: at(2) },
    ])
    tree.append('-p/s.jsonl', '{"type":"assistant","mess')
    const { messages, messageCount } = await found('-p', 's')
    expect(messages.map(({ type }) => type)).toStrictEqual(['user', 'tomorrow'])
    expect(messageCount).toBe(2)
  })

  it('shows where it was compacted, and what is not meant to be seen', async () => {
    tree.write('-p/s.jsonl', [
      {
        type: 'system',
        subtype: 'compact_boundary',
        content: 'Conversation compacted',
        uuid: 'c',
        timestamp: at(1),
      },
      user(2, 'This session is being continued', { isCompactSummary: true }),
      user(3, 'caveat', { isMeta: true }),
    ])
    const { messages } = await found('-p', 's')
    expect(messages).toMatchObject([
      { type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted' },
      { isCompactSummary: true },
      { isMeta: true },
    ])
  })

  it('has what the user typed while Claude was at work', async () => {
    const attachment = { type: 'queued_command', commandMode: 'prompt', prompt: 'and this' }
    tree.write('-p/s.jsonl', [{ type: 'attachment', uuid: 'u', timestamp: at(1), attachment }])
    const { messages } = await found('-p', 's')
    expect(messages).toMatchObject([
      { type: 'user', uuid: 'u', message: { role: 'user', content: 'and this' } },
    ])
  })

  it('keeps what an image weighs, and characters of every kind', async () => {
    const image = { type: 'image', source: { type: 'base64', data: 'A'.repeat(11_000_000) } }
    tree.write('-p/s.jsonl', [user(1, [image, { type: 'text', text: 'naïve 日本語 👩‍👩‍👧 \u2028 \ud800' }])])
    const { messages } = await found('-p', 's')
    expect(messages[0]?.message).toStrictEqual({
      role: 'user',
      content: [image, { type: 'text', text: 'naïve 日本語 👩‍👩‍👧 \u2028 \ud800' }],
    })
  })

  it('of an empty file has no messages', async () => {
    tree.write('-p/s.jsonl', '')
    expect(await found('-p', 's')).toMatchObject({ messages: [], messageCount: 0, agents: [] })
  })
})

describe('sub-agents', () => {
  const start = assistant(1, [{ type: 'tool_use', id: 'toolu_1', name: 'Agent', input: { prompt: 'task' } }])
  const side = { isSidechain: true }

  it('with files of their own stand in their conversation, by time', async () => {
    tree.write('-p/s.jsonl', [
      user(0, 'delegate'),
      start,
      toolResult(4, 'toolu_1', 'done'),
      assistant(5, 'so'),
    ])
    const more = { ...side, agentId: 'a1', sessionId: 's' }
    tree.write('-p/s/subagents/agent-a1.jsonl', [user(2, 'task', more), assistant(3, 'done', more)])
    const meta = { agentType: 'Explore', description: 'look around', toolUseId: 'toolu_1', finished: true }
    tree.write('-p/s/subagents/agent-a1.meta.json', JSON.stringify(meta))

    const { messages, agents, messageCount, usage } = await found('-p', 's')
    expect(messages.map(({ uuid, agentId }) => [uuid, agentId])).toStrictEqual([
      ['u0', undefined],
      ['a1', undefined],
      ['u2', 'a1'],
      ['a3', 'a1'],
      ['u4', undefined],
      ['a5', undefined],
    ])
    expect(messageCount).toBe(6)
    expect(usage?.output_tokens).toBe(6)
    expect(agents).toStrictEqual([
      {
        id: 'a1',
        toolUseId: 'toolu_1',
        agentType: 'Explore',
        description: 'look around',
        model: 'claude-opus-5-5',
        messageCount: 2,
        startTime: at(2),
        endTime: at(3),
        usage: {
          input_tokens: 10,
          output_tokens: 2,
          cache_creation_input_tokens: 30,
          cache_read_input_tokens: 400,
        },
      },
    ])
    const { conversations } = await createEngine({ root: tree.root }).list({
      model: 'all',
      page: 1,
      limit: 10,
    })
    expect(conversations).toMatchObject([
      { id: 's', agentCount: 1, requestCount: 6, firstMessage: 'delegate' },
    ])
  })

  it('with files beside the conversation’s belong to the one that their lines name', async () => {
    const result = toolResult(4, 'toolu_1', 'done', { toolUseResult: { agentId: 'b2' } })
    tree.write('-p/s.jsonl', [user(0, 'delegate'), start, result])
    const more = { ...side, agentId: 'b2', sessionId: 's' }
    tree.write('-p/agent-b2.jsonl', [user(2, 'task', more), assistant(3, 'done', more)])

    const { messages, agents } = await found('-p', 's')
    expect(messages.map(({ agentId }) => agentId)).toStrictEqual([
      undefined,
      undefined,
      'b2',
      'b2',
      undefined,
    ])
    expect(agents).toMatchObject([{ id: 'b2', toolUseId: 'toolu_1', messageCount: 2 }])
    expect(await find('-p', 'agent-b2')).toBeUndefined()
  })

  it('without files are told from each other by the chain of parents', async () => {
    tree.write('-p/s.jsonl', [
      user(0, 'delegate'),
      user(1, 'task one', side),
      user(2, 'task two', side),
      assistant(3, 'one', { ...side, parentUuid: 'u1' }),
      assistant(4, 'two', { ...side, parentUuid: 'u2' }),
      assistant(5, 'more', { ...side, parentUuid: 'a3' }),
      assistant(6, 'so'),
    ])
    const { messages, agents } = await found('-p', 's')
    expect(messages.map(({ agentId }) => agentId)).toStrictEqual([
      undefined,
      'u1',
      'u2',
      'u1',
      'u2',
      'u1',
      undefined,
    ])
    expect(agents?.map(({ id, messageCount }) => [id, messageCount])).toStrictEqual([
      ['u1', 3],
      ['u2', 2],
    ])
  })

  it('are shown where the conversation itself is gone', async () => {
    tree.write('-p/s/subagents/agent-a1.jsonl', [user(2, 'task', { ...side, agentId: 'a1' })])
    expect(await found('-p', 's')).toMatchObject({ messageCount: 1, messages: [{ agentId: 'a1' }] })
  })

  it('that were shown the conversation do not count its tokens again', async () => {
    tree.write('-p/s.jsonl', [user(0, 'x'), assistant(1, 'answer')])
    const replayed = assistant(1, 'answer', side)
    tree.write('-p/s/subagents/agent-a1.jsonl', [replayed, assistant(2, 'own', side)])
    expect((await found('-p', 's')).usage?.output_tokens).toBe(4)
  })
})

describe('names', () => {
  it.each([
    ['..', 's'],
    ['../outside', 's'],
    ['../../etc', 'passwd'],
    ['-p/..', 's'],
    ['-p/../../outside', 'secret'],
    ['-p', '../s'],
    ['-p', '..'],
    ['-p', '.'],
    ['-p', '/etc/passwd'],
    ['/etc', 'passwd'],
    ['-p', 's\0'],
    ['-p\0', 's'],
    ['-p', 's.jsonl'],
    ['-p', './s'],
    ['./-p', 's'],
    ['-p/', 's'],
    ['', '-p/s'],
    ['', 's'],
    ['-p', ''],
    ['-p', '%2e%2e%2foutside'],
    ['..%5c', 's'],
    [String.raw`..\..`, 's'],
    ['....//', 's'],
    [String.raw`\\host\share`, 's'],
    ['C:', 's'],
    ['file:///etc', 'passwd'],
    ['__proto__', 'constructor'],
    ['x'.repeat(4096), 's'],
    ['-p', 'x'.repeat(4096)],
    ['-linked', 'secret'],
    ['-p', 'linked'],
  ])('%j and %j find nothing', async (project, id) => {
    tree.write('-p/s.jsonl', [user(1, 'one')])
    tree.write('../outside/secret.jsonl', [user(1, 'secret')])
    tree.write('../outside/s.jsonl', [user(1, 'secret')])
    if (process.platform !== 'win32') {
      symlinkSync(join(tree.root, '../outside'), join(tree.root, '-linked'))
      symlinkSync(join(tree.root, '../outside/secret.jsonl'), join(tree.root, '-p/linked.jsonl'))
    }
    expect(await find('-p', 's')).toBeDefined()
    expect(await find(project, id)).toBeUndefined()
    const { total } = await createEngine({ root: tree.root }).listProject({ project })
    expect(total).toBe(project === '-p' ? 1 : 0)
  })
})
