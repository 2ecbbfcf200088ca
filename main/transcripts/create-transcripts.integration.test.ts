import { spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { text } from 'node:stream/consumers'
import type { Worker } from 'node:worker_threads'
import { Value } from 'typebox/value'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Conversation, ConversationList, ProjectConversations } from '../../shared/conversations.ts'
import { createTranscripts, type Transcripts } from './create-transcripts.ts'
import { createTree, toLines, type Tree } from './testing/create-tree.ts'
import { assistant, user } from './testing/lines.ts'

const ALL = { model: 'all', page: 1, limit: 10 }

let tree: Tree
let transcripts: Transcripts
beforeEach(() => {
  tree = createTree()
  transcripts = createTranscripts({ root: tree.root })
})
afterEach(async () => {
  await transcripts.close()
  tree.end()
})

async function find(project: string, id: string): Promise<Conversation> {
  return JSON.parse(new TextDecoder().decode(await transcripts.find(project, id))) as Conversation
}

it('answers in the shapes that both sides agreed on', async () => {
  tree.write('-p/s.jsonl', [user(1, 'hello'), assistant(2, 'naïve 日本語 👩‍👩‍👧')])
  tree.write('-p/s/subagents/agent-a1.jsonl', [user(1, 'task', { isSidechain: true })])
  tree.write('-p/empty.jsonl', '')
  const list = await transcripts.list(ALL)
  expect(list.total).toBe(2)
  expect(Value.Errors(ConversationList, list)).toStrictEqual([])
  const project = await transcripts.listProject('-p')
  expect(project.total).toBe(2)
  expect(Value.Errors(ProjectConversations, project)).toStrictEqual([])
  for (const { id, projectPath } of list.conversations)
    expect(Value.Errors(Conversation, await find(projectPath, id))).toStrictEqual([])
  expect((await find('-p', 's')).messages.at(-1)?.message).toMatchObject({
    content: [{ text: 'naïve 日本語 👩‍👩‍👧' }],
  })
  expect(await transcripts.find('-p', 'nobody')).toBeUndefined()
  expect(await transcripts.search('naïve', { limit: 5 })).toMatchObject({
    results: [{ id: 's' }],
    complete: true,
  })
})

it('answers many questions at once', async () => {
  for (let second = 0; second < 50; second++)
    tree.write(`-p/s${second}.jsonl`, [user(second, `number ${second}`)])
  const found = await Promise.all(
    Array.from({ length: 50 }, async (_, second) => await find('-p', `s${second}`)),
  )
  expect(found.map(({ messages }) => messages[0]?.message)).toStrictEqual(
    Array.from({ length: 50 }, (_, second) => ({ role: 'user', content: `number ${second}` })),
  )
})

it('ends a search that its caller has abandoned', async () => {
  const lines = toLines(Array.from({ length: 2000 }, (_, second) => user(second, 'x'.repeat(1000))))
  for (let file = 0; file < 50; file++) tree.write(`-p/s${file}.jsonl`, lines)
  const leaving = new AbortController()
  const asked = transcripts.search('needle', { limit: 5, signal: leaving.signal })
  // Queries start in order, so the thread is searching once this one is answered.
  await transcripts.find('-p', 'nobody')
  leaving.abort()
  expect(await asked).toMatchObject({ complete: false, total: 50 })
  // A search is limited to a few seconds; a busy machine may need several to read all files once.
  await vi.waitFor(
    async () => expect(await transcripts.search('needle', { limit: 5 })).toMatchObject({ searched: 50 }),
    { timeout: 40_000 },
  )
})

/** Appends chunks that do not end at line ends until its input ends; prints the number of lines. */
const WRITER = `
  const { appendFileSync } = require('node:fs')
  let lines = 0
  let ending = false
  let rest = Buffer.alloc(0)
  process.stdin.on('end', () => (ending = true)).resume()
  function write() {
    while (!ending && rest.length < 777) {
      const message = { role: 'user', content: 'é'.repeat(lines % 500) }
      const timestamp = new Date(1e12 + lines).toISOString()
      rest = Buffer.concat([rest, Buffer.from(JSON.stringify({ type: 'user', uuid: 'u' + lines++, timestamp, message }) + '\\n')])
    }
    appendFileSync(process.argv[1], rest.subarray(0, 777))
    rest = rest.subarray(777)
    if (rest.length > 0 || !ending) setTimeout(write, 1)
    else console.log(lines)
  }
  write()
`

it('shows only whole lines of a file that another program is writing', async () => {
  const path = tree.write('-p/s.jsonl', '')
  const writer = spawn(process.execPath, ['-e', WRITER, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  const printed = text(writer.stdout)
  let seen = 0
  for (let look = 0; look < 50 || seen < 20; look++) {
    const { messages } = await find('-p', 's')
    const { conversations } = await transcripts.list(ALL)
    expect(messages.map(({ uuid }) => uuid)).toStrictEqual(messages.map((_, index) => `u${index}`))
    expect(messages.length).toBeGreaterThanOrEqual(seen)
    expect(conversations[0]?.requestCount).toBeGreaterThanOrEqual(messages.length)
    seen = messages.length
  }
  writer.stdin.end()
  const lines = Number(await printed)
  expect(lines).toBeGreaterThanOrEqual(seen)
  expect((await transcripts.list(ALL)).conversations[0]?.requestCount).toBe(lines)
  expect((await find('-p', 's')).messageCount).toBe(lines)
})

it('says so when the thread dies, and starts another', async () => {
  const started: Worker[] = []
  const onStart = (message: unknown): void => void started.push((message as { worker: Worker }).worker)
  subscribe('worker_threads', onStart)
  for (let file = 0; file < 20; file++) tree.write(`-p/s${file}.jsonl`, [user(1, 'x'.repeat(1_000_000))])
  const asked = transcripts.list(ALL).catch((error: unknown) => error)
  await started[0]?.terminate()
  expect(await asked).toMatchObject({ code: 'conversations_unavailable' })
  expect((await transcripts.list(ALL)).total).toBe(20)
  expect(started).toHaveLength(2)
  unsubscribe('worker_threads', onStart)
})

it('rejects every call after it is closed', async () => {
  tree.write('-p/s.jsonl', [user(1, 'hello')])
  await transcripts.list(ALL)
  tree.append('-p/s.jsonl', [user(2, 'x'.repeat(10_000_000))])
  const asked = transcripts.list(ALL).catch((error: unknown) => error)
  await transcripts.close()
  expect(await asked).toMatchObject({ code: 'conversations_unavailable' })
  await expect(transcripts.list(ALL)).rejects.toMatchObject({ code: 'conversations_unavailable' })
})
