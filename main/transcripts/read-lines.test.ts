import fc from 'fast-check'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'
import { createTree, type Tree } from './testing/create-tree.ts'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

interface Result {
  lines: string[]
  ends: number[]
  rest: string
}

async function read(
  content: string | Buffer,
  options: { from?: number; longestLine?: number; chunkBytes?: number } = {},
): Promise<Result> {
  const { from = 0, ...more } = options
  const path = tree.write('file', content)
  const fd = openSync(path, 'r')
  const result: Result = { lines: [], ends: [], rest: '' }
  try {
    const rest = await readLines({
      fd,
      from,
      to: Buffer.byteLength(content),
      onLine(line, end) {
        result.lines.push(line.toString())
        result.ends.push(end)
      },
      pause: () => undefined,
      ...more,
    })
    return { ...result, rest: rest.toString() }
  } finally {
    closeSync(fd)
  }
}

it('gives whole lines, where the next one begins, and what is left', async () => {
  expect(await read('one\n\nthrée\nrest')).toStrictEqual({
    lines: ['one', '', 'thrée'],
    ends: [4, 5, 12],
    rest: 'rest',
  })
})

it('begins where it is told', async () => {
  expect(await read('one\ntwo\n', { from: 4 })).toStrictEqual({ lines: ['two'], ends: [8], rest: '' })
})

it('puts a line together that is longer than what is read at a time', async () => {
  const long = 'é'.repeat(3_000_000)
  const { lines, rest } = await read(`a\n${long}\nb\n${long}`)
  expect(lines.map(({ length }) => length)).toStrictEqual([1, 3_000_000, 1])
  expect(lines[1] === long && rest === long).toBe(true)
})

it('gives what splitting the whole file gives, however much is read at a time', async () => {
  const text = fc.string({ unit: fc.constantFrom('\n', 'a', 'é', '👩'), maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 50 }), async (content, chunkBytes) => {
      const parts = content.split('\n')
      const { lines, rest } = await read(content, { chunkBytes })
      expect([...lines, rest]).toStrictEqual(parts)
    }),
    { numRuns: 200 },
  )
})

it('skips a line that is too long, and only that one', async () => {
  const long = 'x'.repeat(2_500_000)
  expect((await read(`a\n${long}\nb\n`, { longestLine: 2_000_000 })).lines).toStrictEqual(['a', 'b'])
  expect(await read(`a\n${long}`, { longestLine: 2_000_000 })).toMatchObject({ lines: ['a'], rest: '' })
})

it('stops when it was told to', async () => {
  const path = tree.write('file', 'one\ntwo\nthree\n')
  const fd = openSync(path, 'r')
  const lines: string[] = []
  const onLine = (line: Buffer): boolean => lines.push(line.toString()) === 2
  await readLines({ fd, from: 0, to: 14, onLine, pause: () => undefined })
  closeSync(fd)
  expect(lines).toStrictEqual(['one', 'two'])
})

it('ends with what there is when the file has become shorter', async () => {
  const path = tree.write('file', 'one\ntwo')
  const fd = openSync(path, 'r')
  writeFileSync(join(tree.root, 'file'), 'o')
  const lines: string[] = []
  const onLine = (line: Buffer): void => void lines.push(line.toString())
  const rest = await readLines({ fd, from: 0, to: 7, onLine, pause: () => undefined })
  closeSync(fd)
  expect(lines).toStrictEqual([])
  expect(rest.toString()).toBe('o')
})
