import { afterEach, beforeEach, expect, it } from 'vitest'
import { createIndex } from './create-index.ts'
import { createPause } from './create-pause.ts'
import { createTree, type Tree } from './testing/create-tree.ts'
import { user } from './testing/lines.ts'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

it('reads what was added once, for all who want it', async () => {
  const lines = Array.from({ length: 5000 }, (_, second) => user(second, 'x'.repeat(3000)))
  tree.write('-p/s.jsonl', lines)
  const index = createIndex(tree.root, createPause())
  const [indexed] = index.look()
  if (indexed === undefined) throw new Error('there is no file')
  await index.catchUp([indexed])
  const facts = indexed.state?.facts

  tree.append('-p/s.jsonl', lines)
  index.look()
  await Promise.all([index.catchUp([indexed]), index.catchUp([indexed])])
  // A second read would have created new facts.
  expect(indexed.state?.facts).toBe(facts)
  expect(facts?.messages).toBe(10_000)
})

it('reads the newest file first', async () => {
  for (const name of ['a', 'b', 'c']) tree.write(`-p/${name}.jsonl`, [user(1, 'x'.repeat(8_000_000))])
  const read: string[] = []
  const index = createIndex(tree.root, () => {
    const known = index.sessions().filter(({ main }) => main?.state !== undefined)
    read.push(known.map(({ id }) => id).join(''))
    return undefined
  })
  const files = index.look()
  const [a, b, c] = files
  if (a === undefined || b === undefined || c === undefined) throw new Error('files are missing')
  a.file = { ...a.file, stamp: { ...a.file.stamp, mtimeMs: 2 } }
  b.file = { ...b.file, stamp: { ...b.file.stamp, mtimeMs: 3 } }
  c.file = { ...c.file, stamp: { ...c.file.stamp, mtimeMs: 1 } }
  await index.catchUp(files)
  expect([...new Set(read)]).toStrictEqual(['', 'b', 'ab'])
})
