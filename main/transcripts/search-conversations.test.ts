import { utimesSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConversationSearch } from '../../shared/conversations.ts'
import { createEngine, type EngineDeps } from './engine.ts'
import { createTree, type Tree } from './testing/create-tree.ts'
import { assistant, at, user } from './testing/lines.ts'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

interface Options extends Partial<EngineDeps> {
  limit?: number
  signal?: AbortSignal
}

async function search(text: string, options: Options = {}): Promise<ConversationSearch> {
  const { limit = 50, signal = new AbortController().signal, ...deps } = options
  return await createEngine({ root: tree.root, ...deps }).search({ text, limit }, signal)
}

/** Writes a conversation with its last change at the given second. */
function write(path: string, second: number, lines: readonly object[]): void {
  utimesSync(tree.write(path, lines), new Date(at(second)), new Date(at(second)))
}

it('finds what was said in any conversation, the newest first', async () => {
  write('-home-me-app/old.jsonl', 1, [user(1, 'a needle here')])
  write('-home-me-app/new.jsonl', 9, [user(2, 'hello'), assistant(3, 'the Needle')])
  write('-p/none.jsonl', 5, [user(5, 'nothing')])
  expect(await search('needle')).toStrictEqual({
    results: [
      {
        id: 'new',
        projectPath: '-home-me-app',
        projectName: '/home/me/app',
        title: 'hello',
        type: 'assistant',
        uuid: 'a3',
        timestamp: at(3),
        before: 'the ',
        match: 'Needle',
        after: '',
      },
      {
        id: 'old',
        projectPath: '-home-me-app',
        projectName: '/home/me/app',
        title: 'a needle here',
        type: 'user',
        uuid: 'u1',
        timestamp: at(1),
        before: 'a ',
        match: 'needle',
        after: ' here',
      },
    ],
    complete: true,
    searched: 3,
    total: 3,
  })
})

it('finds what sub-agents said, and says which', async () => {
  write('-p/s.jsonl', 1, [user(1, 'hello')])
  write('-p/s/subagents/agent-a1.jsonl', 1, [assistant(2, 'needle', { isSidechain: true })])
  write('-p/agent-b2.jsonl', 1, [assistant(3, 'needle', { isSidechain: true, sessionId: 's' })])
  const { results, total } = await search('needle')
  expect(results.map(({ id, agentId }) => `${id} ${agentId}`).toSorted()).toStrictEqual(['s a1', 's b2'])
  expect(total).toBe(1)
})

it('leaves room for other conversations, and says when there is more', async () => {
  write(
    '-p/loud.jsonl',
    9,
    Array.from({ length: 20 }, (_, second) => user(second, 'needle')),
  )
  write('-p/quiet.jsonl', 1, [user(1, 'needle')])
  const { results, complete, searched } = await search('needle')
  expect(results.map(({ id }) => id)).toStrictEqual([...Array.from({ length: 5 }, () => 'loud'), 'quiet'])
  expect({ complete, searched }).toStrictEqual({ complete: false, searched: 2 })
})

it('is complete where exactly as many are found as are wanted', async () => {
  write(
    '-p/s.jsonl',
    1,
    Array.from({ length: 5 }, (_, second) => user(second, 'needle')),
  )
  expect(await search('needle')).toMatchObject({ complete: true })
})

it('ends with as many results as were asked for', async () => {
  for (const second of [1, 2, 3, 4]) write(`-p/s${second}.jsonl`, second, [user(second, 'needle')])
  const { results, complete, searched, total } = await search('needle', { limit: 2 })
  expect(results.map(({ id }) => id)).toStrictEqual(['s4', 's3'])
  expect({ complete, searched, total }).toStrictEqual({ complete: false, searched: 2, total: 4 })
})

it('ends when time is up, with what it has', async () => {
  write('-p/s.jsonl', 1, [user(1, 'needle')])
  expect(await search('needle', { searchWithin: -1 })).toMatchObject({
    results: [],
    complete: false,
    searched: 0,
    total: 1,
  })
})

it('ends once its caller has gone', async () => {
  write('-p/s.jsonl', 1, [user(1, 'needle')])
  expect(await search('needle', { signal: AbortSignal.abort() })).toMatchObject({
    complete: false,
    searched: 0,
  })
})

it.each(['', '  \n'])('finds nothing for %j', async (text) => {
  write('-p/s.jsonl', 1, [user(1, 'needle')])
  expect(await search(text)).toStrictEqual({ results: [], complete: true, searched: 0, total: 0 })
})
