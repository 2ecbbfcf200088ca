import { afterEach, beforeEach, expect, it } from 'vitest'
import type { TranscriptMessage } from '../../shared/transcript-usage.ts'
import { createTree, type Tree } from './testing/create-tree.ts'
import { assistant, at, type Fields, user } from './testing/lines.ts'
import { createUsageReader, type UsageReader } from './usage-reader.ts'

let tree: Tree
let reader: UsageReader
beforeEach(() => {
  tree = createTree()
  reader = createUsageReader(tree.root, () => undefined)
})
afterEach(() => tree.end())

const FOLDER = '-home-me-app'

function line(second: number, more: Fields = {}): Fields {
  return assistant(second, 'text', { sessionId: 'one', requestId: `req_${second}`, ...more })
}

async function readAll(): Promise<TranscriptMessage[]> {
  let state = await reader.start()
  while (!state.isRead) state = await reader.next()
  const all: TranscriptMessage[] = []
  for (let some = reader.take(); some.length > 0; some = reader.take()) all.push(...some)
  return all.toSorted((a, b) => a.startedAt - b.startedAt)
}

it('reads a message of several lines once, with its last usage and its first time', async () => {
  const usage = { input_tokens: 10, output_tokens: 500, cache_read_input_tokens: 7 }
  tree.write(`${FOLDER}/one.jsonl`, [
    user(0, 'a question about "assistant" and "usage"'),
    line(1, { message: { id: 'msg_a' } }),
    line(2, { message: { id: 'msg_a', usage } }),
    line(3, { message: { id: 'msg_a', usage: { ...usage, output_tokens: 4 } } }),
  ])
  expect(await readAll()).toEqual([
    {
      messageId: 'msg_a',
      upstreamId: 'req_1',
      startedAt: Date.parse(at(1)),
      sessionId: 'one',
      isAgent: false,
      project: '/home/me/app',
      lines: [
        {
          model: 'claude-opus-5-5',
          inputTokens: 10,
          outputTokens: 500,
          cacheCreationTokens: 0,
          cacheCreation1hTokens: 0,
          cacheReadTokens: 7,
          webSearchRequests: 0,
        },
      ],
    },
  ])
})

it('counts advisors by their own model', async () => {
  const iterations = [
    { type: 'message', input_tokens: 3, output_tokens: 5 },
    { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 70, output_tokens: 9 },
  ]
  const usage = { input_tokens: 3, output_tokens: 5, iterations }
  tree.write(`${FOLDER}/one.jsonl`, [line(1, { message: { model: 'claude-sonnet-5', usage } })])
  const [message] = await readAll()
  expect(message?.lines).toMatchObject([
    { model: 'claude-sonnet-5', inputTokens: 3, outputTokens: 5 },
    { model: 'claude-opus-5', inputTokens: 70, outputTokens: 9 },
  ])
})

it('gives copies in a fork to the session that they are from', async () => {
  const forkedFrom = { sessionId: 'one', messageUuid: 'a1' }
  tree.write(`${FOLDER}/fork.jsonl`, [
    line(1, { sessionId: 'fork', forkedFrom }),
    line(5, { sessionId: 'fork' }),
  ])
  tree.write(`${FOLDER}/one.jsonl`, [line(1), line(2)])
  const messages = await readAll()
  expect(messages.map(({ messageId, sessionId }) => [messageId, sessionId])).toEqual([
    ['msg_1', 'one'],
    ['msg_2', 'one'],
    ['msg_5', 'fork'],
  ])
})

it('tells sub-agents apart, in files of their own and within the session', async () => {
  tree.write(`${FOLDER}/one.jsonl`, [line(1), line(2, { isSidechain: true })])
  tree.write(`${FOLDER}/one/subagents/agent-abc.jsonl`, [line(3, { isSidechain: true, agentId: 'abc' })])
  tree.write(`${FOLDER}/agent-def.jsonl`, [line(4, { isSidechain: true })])
  const messages = await readAll()
  expect(messages.map(({ sessionId, agentId, isAgent }) => [sessionId, agentId, isAgent])).toEqual([
    ['one', undefined, false],
    ['one', undefined, true],
    ['one', 'abc', true],
    ['one', 'def', true],
  ])
})

it('names the folder that the session began in, whatever a command changed it to', async () => {
  tree.write(`${FOLDER}/one.jsonl`, [line(1, { cwd: '/tmp/else' }), line(2, { cwd: '/home/me/app/src' })])
  const messages = await readAll()
  expect(messages.map(({ project }) => project)).toEqual(['/home/me/app', '/home/me/app'])
})

it('reads a whole last line without a line feed, and no half-written one', async () => {
  const last = JSON.stringify(line(2))
  tree.write(`${FOLDER}/one.jsonl`, Buffer.from(`${JSON.stringify(line(1))}\n${last}`))
  tree.write(`${FOLDER}/two.jsonl`, Buffer.from(last.replace('msg_2', 'msg_half').slice(0, -5)))
  expect((await readAll()).map(({ messageId }) => messageId)).toEqual(['msg_1', 'msg_2'])
})

it("leaves out Claude Code's own texts, and what others wrote", async () => {
  tree.write(`${FOLDER}/one.jsonl`, [
    line(1, { message: { model: '<synthetic>' } }),
    line(2, { message: { usage: null } }),
    line(3, { timestamp: 'yesterday' }),
    line(4, { type: 'user' }),
    { type: 'assistant', message: { id: 7, usage: 'many' } },
    line(5, { message: { usage: { input_tokens: -4, output_tokens: 1e12 } } }),
  ])
  const messages = await readAll()
  expect(messages.map(({ messageId }) => messageId)).toEqual(['msg_5'])
  expect(messages[0]?.lines).toMatchObject([{ inputTokens: 0, outputTokens: 0 }])
})

it('forgets everything at its end', async () => {
  tree.write(`${FOLDER}/one.jsonl`, [line(1)])
  await reader.start()
  reader.end()
  expect(reader.take()).toEqual([])
  expect(await reader.next()).toMatchObject({ isRead: false, messages: 0 })
  expect(reader.look()).toMatchObject({ files: 1 })
})
