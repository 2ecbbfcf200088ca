import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from './engine.ts'
import { createTree, type Tree } from './testing/create-tree.ts'
import { assistant, at, user } from './testing/lines.ts'
import type { ConversationQuery } from '../../shared/conversations.ts'

const ALL: ConversationQuery = { model: 'all', page: 1, limit: 10 }

let tree: Tree
let engine: Engine
beforeEach(() => {
  tree = createTree()
  engine = createEngine({ root: tree.root })
})
afterEach(() => tree.end())

async function ids(query: Partial<ConversationQuery> = {}): Promise<string[]> {
  const { conversations } = await engine.list({ ...ALL, ...query })
  return conversations.map(({ id }) => id)
}

describe('the list', () => {
  it('says of a conversation what its lines say', async () => {
    tree.write('-home-me-app/s-1.jsonl', [
      user(0, 'please fix it'),
      assistant(5, 'I look'),
      assistant(5, [{ type: 'tool_use', id: 't', name: 'Bash', input: {} }]),
      user(65, [{ type: 'tool_result', tool_use_id: 't', content: 'output' }], { cwd: '/home/me/app/src' }),
      assistant(90, 'done', { message: { model: 'claude-haiku-5' } }),
      { type: 'ai-title', aiTitle: 'Fixing it', sessionId: 's-1' },
    ])
    expect(await engine.list(ALL)).toStrictEqual({
      conversations: [
        {
          id: 's-1',
          requestCount: 5,
          startTime: at(0),
          lastActivity: at(90),
          duration: 90_000,
          firstMessage: 'please fix it',
          projectPath: '-home-me-app',
          projectName: '/home/me/app',
          model: 'claude-haiku-5',
          title: 'Fixing it',
          usage: {
            input_tokens: 20,
            output_tokens: 4,
            cache_creation_input_tokens: 60,
            cache_read_input_tokens: 800,
          },
        },
      ],
      hasMore: false,
      total: 1,
      page: 1,
      limit: 10,
    })
  })

  it('is empty without a root, and finds one that appears', async () => {
    expect(await engine.list(ALL)).toMatchObject({ conversations: [], total: 0, hasMore: false })
    tree.write('-p/s.jsonl', [user(0, 'hello')])
    expect(await ids()).toStrictEqual(['s'])
    rmSync(tree.root, { recursive: true })
    expect(await ids()).toStrictEqual([])
  })

  it('takes the file’s time for one without lines', async () => {
    const modified = new Date('2026-01-02T03:04:05.000Z')
    for (const [name, content] of [
      ['empty', ''],
      ['blank', '\n \n'],
      ['broken', '{"type":\nnull\n'],
      ['timeless', '{"type":"user"}'],
    ])
      utimesSync(tree.write(`-p/${name}.jsonl`, content ?? ''), modified, modified)
    const { conversations } = await engine.list(ALL)
    expect(conversations).toHaveLength(4)
    for (const conversation of conversations)
      expect(conversation).toMatchObject({
        requestCount: conversation.id === 'timeless' ? 1 : 0,
        startTime: modified.toISOString(),
        lastActivity: modified.toISOString(),
        duration: 0,
        firstMessage: '',
        projectName: '-p',
      })
  })

  it('has the newest activity first, page by page', async () => {
    for (const second of [3, 1, 5, 2, 4]) tree.write(`-p/s${second}.jsonl`, [user(second, 'x')])
    expect(await ids()).toStrictEqual(['s5', 's4', 's3', 's2', 's1'])
    expect(await engine.list({ ...ALL, page: 2, limit: 2 })).toMatchObject({
      hasMore: true,
      total: 5,
      page: 2,
    })
    expect(await ids({ page: 2, limit: 2 })).toStrictEqual(['s3', 's2'])
    expect(await engine.list({ ...ALL, page: 3, limit: 2 })).toMatchObject({ hasMore: false })
    expect(await ids({ page: 4, limit: 2 })).toStrictEqual([])
  })

  it('keeps to a part of the model’s name, in any case', async () => {
    tree.write('-p/opus.jsonl', [user(1, 'x'), assistant(2, 'x')])
    tree.write('-p/haiku.jsonl', [assistant(1, 'x', { message: { model: 'claude-haiku-5' } })])
    tree.write('-p/none.jsonl', [user(1, 'x')])
    expect(await ids({ model: 'OPUS' })).toStrictEqual(['opus'])
    expect(await ids({ model: 'claude' })).toStrictEqual(['opus', 'haiku'])
    expect(await ids({ model: 'all' })).toHaveLength(3)
    expect(await engine.list({ ...ALL, model: 'nothing' })).toMatchObject({ total: 0, conversations: [] })
  })

  it('keeps to what the first message, the title, the folder or the id has', async () => {
    tree.write('-home-me-app/s-1.jsonl', [user(1, 'Please fix the Parser')])
    tree.write('-home-me-app/s-2.jsonl', [
      user(2, 'x'),
      { type: 'custom-title', customTitle: 'The Übersicht' },
    ])
    tree.write('-home-me-app/s-3.jsonl', [user(3, 'x', { cwd: '/home/me/other' })])
    expect(await ids({ search: 'fix the parser' })).toStrictEqual(['s-1'])
    expect(await ids({ search: 'übersicht' })).toStrictEqual(['s-2'])
    expect(await ids({ search: '/other' })).toStrictEqual(['s-3'])
    expect(await ids({ search: 'S-2' })).toStrictEqual(['s-2'])
    expect(await ids({ search: ' ' })).toHaveLength(3)
  })

  it('comes before everything was read, and says so', async () => {
    for (let second = 0; second < 40; second++)
      tree.write(`-p/s${second}.jsonl`, [user(second, 'x'.repeat(1_000_000))])
    const impatient = createEngine({ root: tree.root, patience: 0 })
    const early = await impatient.list(ALL)
    expect(early.total).toBe(40)
    expect(early.pending).toBeGreaterThan(0)
    // Reading continues in the background.
    expect(await engine.list(ALL)).not.toHaveProperty('pending')
  })

  it('sees what was added, and what is gone', async () => {
    tree.write('-p/a.jsonl', [user(1, 'one')])
    tree.write('-p/b.jsonl', [user(2, 'two')])
    expect(await ids()).toStrictEqual(['b', 'a'])
    tree.append('-p/a.jsonl', [assistant(3, 'answer')])
    expect(await ids()).toStrictEqual(['a', 'b'])
    rmSync(join(tree.root, '-p/b.jsonl'))
    expect(await ids()).toStrictEqual(['a'])
  })

  it('reads each line once, however many ask at the same time', async () => {
    const lines = Array.from({ length: 5000 }, (_, second) => user(second, 'x'.repeat(3000)))
    tree.write('-p/a.jsonl', lines)
    const ask = async (): Promise<number[]> => {
      const responses = [engine.list(ALL), engine.listProject({ project: '-p' }), engine.list(ALL)]
      return (await Promise.all(responses)).map(({ conversations }) => conversations[0]?.requestCount ?? 0)
    }
    expect(await ask()).toStrictEqual([5000, 5000, 5000])
    tree.append('-p/a.jsonl', lines)
    expect(await ask()).toStrictEqual([10_000, 10_000, 10_000])
  })

  it('does not take a sub-agent for a conversation, not even before it was read', async () => {
    for (let second = 0; second < 40; second++)
      tree.write(`-p/agent-a${second}.jsonl`, [user(second, 'x'.repeat(1_000_000), { sessionId: 's' })])
    tree.write('-p/s.jsonl', [user(50, 'hello')])
    const impatient = createEngine({ root: tree.root, patience: 0 })
    const early = await impatient.list(ALL)
    expect(early.pending).toBeGreaterThan(0)
    expect(early.conversations.map(({ id }) => id)).toStrictEqual(['s'])
  })
})

describe('what was said first', () => {
  const first = async (...lines: object[]): Promise<string | undefined> => {
    tree.write('-p/s.jsonl', lines)
    return (await engine.list(ALL)).conversations[0]?.firstMessage
  }

  it('passes notes of Claude Code’s own, and results, by', async () => {
    const caveat = user(1, 'Caveat: not what it looks like', { isMeta: true })
    const result = user(2, [{ type: 'tool_result', tool_use_id: 't', content: 'output' }])
    expect(await first(caveat, result, user(3, 'hello'), user(4, 'more'))).toBe('hello')
  })

  it('is the summary, or a sub-agent’s task, only where the user said nothing', async () => {
    const summary = user(1, 'This session is being continued', { isCompactSummary: true })
    expect(await first(summary, user(2, 'go on'))).toBe('go on')
    expect(await first(summary)).toBe('This session is being continued')
    expect(await first(user(1, 'the task', { isSidechain: true }))).toBe('the task')
  })

  it('is what was typed while Claude was at work, where that is all there is', async () => {
    const attachment = { type: 'queued_command', commandMode: 'prompt', prompt: 'and this' }
    expect(await first({ type: 'attachment', uuid: 'u', timestamp: at(1), attachment })).toBe('and this')
    expect(
      await first({ type: 'attachment', attachment: { ...attachment, commandMode: 'task-notification' } }),
    ).toBe('')
  })
})

describe('the model', () => {
  it('is that of the newest real answer, not of a sub-agent', async () => {
    tree.write('-p/s.jsonl', [
      assistant(1, 'x', { message: { model: 'claude-one' } }),
      assistant(2, 'x', { message: { model: 'claude-two' }, isSidechain: true }),
      assistant(3, 'API Error', { message: { model: '<synthetic>' } }),
    ])
    expect((await engine.list(ALL)).conversations[0]?.model).toBe('claude-one')
  })
})

describe('a title', () => {
  const title = async (...lines: object[]): Promise<string | undefined> => {
    tree.write('-p/s.jsonl', lines)
    return (await engine.list(ALL)).conversations[0]?.title
  }

  it('of the user’s outranks one of Claude Code’s', async () => {
    const own = { type: 'custom-title', customTitle: 'mine' }
    expect(await title(user(1, 'x'), own, { type: 'ai-title', aiTitle: 'its' })).toBe('mine')
  })

  it('is a summary of this conversation, not one of another', async () => {
    const summary = { type: 'summary', summary: 'About it', leafUuid: 'u1' }
    expect(await title(summary, user(1, 'x'))).toBeUndefined()
    expect(await title(user(1, 'x'), summary)).toBe('About it')
  })
})

describe('the list of a project', () => {
  it('has all conversations of the project, and no other', async () => {
    tree.write('-p/a.jsonl', [user(1, 'one')])
    tree.write('-p/b.jsonl', [user(2, 'two')])
    tree.write('-p/sub/c.jsonl', [user(3, 'three')])
    const { conversations, total } = await engine.listProject({ project: '-p' })
    expect(conversations.map(({ id }) => id)).toStrictEqual(['b', 'a'])
    expect(total).toBe(2)
    expect((await engine.listProject({ project: '-p/sub' })).total).toBe(1)
    expect(await engine.listProject({ project: '-q' })).toStrictEqual({ conversations: [], total: 0 })
  })
})
