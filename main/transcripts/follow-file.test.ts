import fc from 'fast-check'
import { readFileSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addLine, createFacts, type Facts } from './facts.ts'
import { type FileState, followFile } from './follow-file.ts'
import { parseLine } from './parse-line.ts'
import { createTree, toLines, type Tree } from './testing/create-tree.ts'
import { assistant, at, user } from './testing/lines.ts'
import { scanRoot } from './scan-root.ts'

const PATH = '-p/s.jsonl'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

async function follow(known?: FileState): Promise<FileState> {
  const file = scanRoot(tree.root).find(({ path }) => path === join(tree.root, PATH))
  if (file === undefined) throw new Error('there is no such file')
  return await followFile(file, known, () => undefined)
}

/** Reference result: facts from splitting the whole file into lines. */
function factsOf(content: string): Facts {
  const facts = createFacts()
  const lines = content.split('\n').map((text) => parseLine(Buffer.from(text)))
  for (const line of lines) if (line !== undefined) addLine(facts, line)
  return facts
}

it('reads only what was added', async () => {
  tree.write(PATH, [user(1, 'first'), assistant(2, 'answer')])
  const first = await follow()
  expect(first.facts).toMatchObject({ messages: 2, said: 'first' })

  // Content that was already read is not read again, except for the bytes that identify the file.
  const { facts, offset } = first
  facts.said = 'kept'
  tree.append(PATH, [assistant(3, 'more')])
  const second = await follow(first)
  expect(second.facts).toBe(facts)
  expect(second.facts).toMatchObject({ messages: 3, said: 'kept' })
  expect(second.offset).toBeGreaterThan(offset)
})

it('lets a half-written line wait', async () => {
  const line = toLines([assistant(2, 'naïve 日本語')])
  tree.write(PATH, [user(1, 'first')])
  const bytes = Buffer.from(line)
  let state = await follow()
  for (let cut = 1; cut < bytes.length - 1; cut++) {
    tree.append(PATH, bytes.subarray(cut - 1, cut))
    state = await follow(state)
    expect(state.facts.messages).toBe(1)
  }
  tree.append(PATH, bytes.subarray(bytes.length - 2))
  expect((await follow(state)).facts).toStrictEqual(factsOf(readFileSync(join(tree.root, PATH), 'utf8')))
})

it('counts a whole last line that has no line feed, once', async () => {
  tree.write(PATH, toLines([user(1, 'first'), assistant(2, 'answer')]).trimEnd())
  const first = await follow()
  expect(first.facts).toMatchObject({ messages: 2, model: 'claude-opus-5-5' })
  tree.append(PATH, '\n')
  const second = await follow(first)
  // Nothing was read twice.
  expect(second.facts).toBe(first.facts)
  expect(second.facts.messages).toBe(2)
  tree.append(PATH, [user(3, 'more')])
  expect((await follow(second)).facts.messages).toBe(3)
})

it('takes a last line back that turns out to be broken', async () => {
  tree.write(PATH, toLines([user(1, 'first')]).trimEnd())
  const first = await follow()
  expect(first.facts.messages).toBe(1)
  tree.append(PATH, ' trash\n')
  expect((await follow(first)).facts.messages).toBe(0)
})

const LONG = 'x'.repeat(1000)

it.each([
  [
    'begins as before and goes on in another way',
    () => tree.write(PATH, [user(1, 'one'), user(2, LONG), assistant(3, 'x'.repeat(1010)), user(4, 'more')]),
  ],
  [
    'begins in another way and goes on as before',
    () => tree.write(PATH, [user(1, 'ONE'), user(2, LONG), assistant(3, LONG), user(4, 'more')]),
  ],
  [
    'is as long, and differs somewhere in the middle',
    () => tree.write(PATH, [user(1, 'one'), user(2, 'y'.repeat(1000)), assistant(3, LONG)]),
  ],
])('notices that a file was rewritten that %s', async (_what, change) => {
  const lines = [user(1, 'one'), user(2, LONG), assistant(3, LONG)]
  tree.write(PATH, lines)
  const first = await follow()
  change()
  utimesSync(join(tree.root, PATH), new Date(), new Date(Date.now() + 5000))
  const second = await follow(first)
  expect(second.facts).not.toBe(first.facts)
  expect(second.facts).toStrictEqual(factsOf(readFileSync(join(tree.root, PATH), 'utf8')))
})

it.each([
  ['was cut off', () => truncateSync(join(tree.root, PATH), toLines([user(1, 'one')]).length)],
  ['was written anew, and is as long', () => tree.write(PATH, toLines([user(1, 'one'), user(2, 'TWO')]))],
  ['was written anew, and is longer', () => tree.write(PATH, [user(3, 'x'), user(4, 'y'), user(5, 'z')])],
  [
    'was replaced by another one',
    () => {
      tree.write('-p/new', [user(1, 'one'), user(2, 'two'), user(3, 'three')])
      renameSync(join(tree.root, '-p/new'), join(tree.root, PATH))
    },
  ],
])('reads a file again that %s', async (_what, change) => {
  tree.write(PATH, [user(1, 'one'), user(2, 'two')])
  const first = await follow()
  change()
  // A change within the clock's resolution that keeps the size cannot be detected.
  utimesSync(join(tree.root, PATH), new Date(), new Date(Date.now() + 5000))
  const second = await follow(first)
  expect(second.facts).not.toBe(first.facts)
  expect(second.facts).toStrictEqual(factsOf(readFileSync(join(tree.root, PATH), 'utf8')))
})

it.skipIf(process.platform === 'win32')(
  'says what it said before while a file cannot be opened, and reads on afterwards',
  async () => {
    tree.write(PATH, [user(1, 'one')])
    const first = await follow()
    const [file] = scanRoot(tree.root)
    if (file === undefined) throw new Error('there is no file')
    renameSync(join(tree.root, PATH), join(tree.root, '-p/away'))
    symlinkSync(join(tree.root, '-p/away'), join(tree.root, PATH))
    const second = await followFile(file, first, () => undefined)
    expect(second.facts).toBe(first.facts)
    expect(second.stamp).not.toStrictEqual(file.stamp)

    rmSync(join(tree.root, PATH))
    renameSync(join(tree.root, '-p/away'), join(tree.root, PATH))
    tree.append(PATH, [user(2, 'two')])
    const third = await follow(second)
    expect(third.facts).toBe(first.facts)
    expect(third.facts.messages).toBe(2)
  },
)

it('knows the same after any appends in any pieces as after reading the whole file', async () => {
  const line = fc.oneof(
    fc.tuple(fc.nat(50), fc.string({ unit: 'grapheme' })).map(([second, text]) => user(second, text)),
    fc
      .tuple(fc.nat(50), fc.nat(9))
      .map(([second, id]) => assistant(second, 'yes', { message: { id: `m${id}` } })),
    fc.constantFrom<object>({ type: 'ai-title', aiTitle: 'T' }, { type: 'x', timestamp: at(70) }, [], {
      type: 7,
    }),
  )
  const text = fc.oneof(
    { weight: 6, arbitrary: line.map((value) => JSON.stringify(value)) },
    fc.constantFrom(
      '',
      ' ',
      '\r',
      '{',
      '{"type":"user"',
      'null',
      '{} {}',
      '\uFEFF{"type":"user"}',
      '{"type":"user"} x',
    ),
    fc.json({ maxDepth: 3 }),
  )
  const content = fc.tuple(fc.array(text, { maxLength: 12 }), fc.boolean())
  await fc.assert(
    fc.asyncProperty(content, fc.array(fc.nat(400), { maxLength: 12 }), async ([lines, ended], pieces) => {
      const whole = lines.join('\n') + (ended ? '\n' : '')
      let bytes = Buffer.from(whole)
      tree.write(PATH, '')
      let state = await follow()
      for (const size of [...pieces, bytes.length]) {
        tree.append(PATH, bytes.subarray(0, size))
        bytes = bytes.subarray(size)
        state = await follow(state)
      }
      expect(state.facts).toStrictEqual(factsOf(whole))
      expect((await follow()).facts).toStrictEqual(factsOf(whole))
    }),
    { numRuns: 300 },
  )
})

it('takes a line that is nested too deep for nothing but itself', async () => {
  const deep = `{"type":"user","message":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  tree.write(PATH, `${deep}\n${toLines([user(1, 'one')])}`)
  const { facts }: { facts: Facts } = await follow()
  expect(facts.said).toBe('one')
})

it('reads lines of many megabytes, and text that is no UTF-8', async () => {
  const image = { type: 'image', source: { type: 'base64', data: 'A'.repeat(12_000_000) } }
  tree.write(PATH, toLines([user(1, [image, { type: 'text', text: 'look' }])]))
  tree.append(PATH, Buffer.from([0xff, 0xfe, 0x0a]))
  tree.append(
    PATH,
    Buffer.concat([Buffer.from('{"type":"user","message":"'), Buffer.from([0xff]), Buffer.from('"}\n')]),
  )
  const { facts } = await follow()
  expect(facts).toMatchObject({ messages: 2, said: 'look' })
})
