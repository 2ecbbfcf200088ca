import fc from 'fast-check'
import { symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Conversation } from '../../shared/conversations.ts'
import { createTranscripts, type Transcripts } from './create-transcripts.ts'
import { createEngine } from './engine.ts'
import { createTree, toLines, type Tree } from './testing/create-tree.ts'
import { assistant, toolResult, user } from './testing/lines.ts'

/** Set `SIGNALBOX_FUZZ=1000` for the full run. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 150)
const ALL = { model: 'all', page: 1, limit: 10 }
const GIGABYTE = 2 ** 30

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

/** Damage by a broken disk, editor or program: bytes changed, removed, duplicated, inserted. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(300),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc
      .constantFrom('\n', '\r\n', '\0', '"', '\\', '}', '\uFEFF', '{"type":"user"}', '\u2028')
      .map((text) => Buffer.from(text)),
  ),
})

const line = fc.oneof(
  fc.tuple(fc.nat(99), fc.string({ unit: 'binary' })).map(([second, text]) => user(second, text)),
  fc.tuple(fc.nat(99), fc.string()).map(([second, text]) => assistant(second, text)),
  fc.tuple(fc.nat(99), fc.json()).map(([second, text]) => toolResult(second, 't', text)),
  fc.tuple(fc.nat(99), fc.jsonValue()).map(([second, message]) => user(second, message)),
  fc
    .jsonValue()
    .map((value) => ({ type: 'assistant', timestamp: value, message: value, isSidechain: true, cwd: value })),
)

it(
  `survives ${ROUNDS} damaged transcripts, and says the same in every answer`,
  { timeout: 600_000 },
  async () => {
    const file = fc.tuple(fc.array(line, { maxLength: 8 }), fc.array(damage, { maxLength: 4 }))
    let messages = 0
    await fc.assert(
      fc.asyncProperty(file, file, async (first, second) => {
        const engine = createEngine({ root: tree.root })
        for (const part of [first, second]) {
          tree.append('-p/s.jsonl', spoil(part))
          tree.append('-p/s/subagents/agent-a.jsonl', spoil(part))
          const { conversations } = await engine.list(ALL)
          const found = JSON.parse((await engine.find({ project: '-p', id: 's' })) ?? '') as Conversation
          const counted = found.messages.filter(({ type }) => type === 'user' || type === 'assistant')
          expect(conversations[0]?.requestCount).toBe(counted.length)
          expect(found.startTime).toBe(conversations[0]?.startTime)
          expect(found.messageCount).toBe(found.messages.length)
          expect(await engine.search({ text: 'e', limit: 9 }, new AbortController().signal)).toHaveProperty(
            'results',
          )
          messages += counted.length
        }
        tree.write('-p/s.jsonl', '')
        tree.write('-p/s/subagents/agent-a.jsonl', '')
      }),
      { numRuns: ROUNDS },
    )
    expect(messages).toBeGreaterThan(ROUNDS)
  },
)

it('reads around a line of 2 GB, in little memory', { timeout: 120_000 }, async () => {
  const path = tree.write('-p/s.jsonl', [user(1, 'before')])
  truncateSync(path, 2 * GIGABYTE)
  tree.append('-p/s.jsonl', `\n${toLines([user(2, 'after')])}`)
  const before = process.memoryUsage().rss
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  expect((await readList()).conversations).toMatchObject([{ requestCount: 2, firstMessage: 'before' }])
  const found = JSON.parse(new TextDecoder().decode(await transcripts.find('-p', 's'))) as Conversation
  expect(found.messages.map(({ uuid }) => uuid)).toStrictEqual(['u1', 'u2'])
  clearInterval(watch)
  expect(most).toBeGreaterThan(0)
  expect(most - before).toBeLessThan(GIGABYTE / 2)
})

it.skipIf(process.platform !== 'linux')('does not read what never ends', async () => {
  tree.write('-p/s.jsonl', [user(1, 'hello')])
  symlinkSync('/dev/zero', join(tree.root, '-p/zero.jsonl'))
  symlinkSync('/proc/kmsg', join(tree.root, '-p/kernel.jsonl'))
  expect((await transcripts.list(ALL)).conversations.map(({ id }) => id)).toStrictEqual(['s'])
})

it('leaves the oldest messages out of an answer that would be too large', { timeout: 120_000 }, async () => {
  const lines = 80
  tree.write(
    '-p/s.jsonl',
    Array.from({ length: lines }, (_, second) => user(second, `${second} ${'x'.repeat(1_000_000)}`)),
  )
  const json = await transcripts.find('-p', 's')
  const { messages, messageCount, omitted = 0 } = JSON.parse(new TextDecoder().decode(json)) as Conversation
  expect(json?.length).toBeLessThan(34 * 2 ** 20)
  expect(messageCount).toBe(lines)
  expect(messages).toHaveLength(lines - omitted)
  expect(messages.length).toBeGreaterThan(30)
  expect(messages.at(-1)?.uuid).toBe(`u${lines - 1}`)
})

async function readList(): Promise<Awaited<ReturnType<Transcripts['list']>>> {
  for (;;) {
    const list = await transcripts.list(ALL)
    if (list.pending === undefined) return list
  }
}

function spoil([lines, damages]: [object[], { at: number; remove: number; insert: Uint8Array }[]]): Buffer {
  let bytes = Buffer.from(toLines(lines))
  for (const { at, remove, insert } of damages) {
    const start = Math.floor(at * bytes.length)
    bytes = Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)])
  }
  return bytes
}
