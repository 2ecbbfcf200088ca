import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTree, type Tree } from './testing/create-tree.ts'
import { scanRoot } from './scan-root.ts'

const WINDOWS = process.platform === 'win32'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

function walk(root = tree.root): string[] {
  return scanRoot(root)
    .map(({ project, session, agent }) => [project, session, agent].join(' '))
    .toSorted()
}

it('finds sessions in folders of any depth, and sub-agents of both layouts', () => {
  tree.write('-p/s-1.jsonl', '')
  tree.write('-p/agent-old.jsonl', '')
  tree.write('-p/s-1/subagents/agent-a1.jsonl', '')
  tree.write('-p/s-1/subagents/workflows/run-1/agent-a2.jsonl', '')
  tree.write('-p/deep/er/s-2.jsonl', '')
  tree.write('-p/subagents/s-3.jsonl', '')
  expect(walk()).toStrictEqual([
    '-p agent-old ',
    '-p s-1 ',
    '-p s-1 a1',
    '-p s-1 a2',
    '-p/deep/er s-2 ',
    '-p/subagents s-3 ',
  ])
})

it('passes everything else by', () => {
  tree.write('top.jsonl', '')
  tree.write('-p/notes.txt', '')
  tree.write('-p/.jsonl', '')
  tree.write('-p/s-1/subagents/agent-a1.meta.json', '{}')
  tree.write('-p/s-1/subagents/journal.jsonl', '')
  tree.write('-p/with space.jsonl', '')
  tree.write('with space/s.jsonl', '')
  mkdirSync(join(tree.root, '-p/folder.jsonl'), { recursive: true })
  expect(walk()).toStrictEqual([])
})

it('does not go deeper than anybody writes', () => {
  tree.write(`${'d/'.repeat(40)}s.jsonl`, '')
  expect(walk()).toStrictEqual([])
})

it('is empty without a root, or with a file in its place', () => {
  expect(walk()).toStrictEqual([])
  tree.write('file', '')
  expect(walk(join(tree.root, 'file'))).toStrictEqual([])
})

it.skipIf(WINDOWS)('follows the root itself, and no link below it', () => {
  tree.write('-p/s.jsonl', '')
  tree.write('../outside/secret.jsonl', '')
  symlinkSync(join(tree.root, '../outside'), join(tree.root, '-linked'))
  symlinkSync(join(tree.root, '../outside/secret.jsonl'), join(tree.root, '-p/linked.jsonl'))
  symlinkSync(join(tree.root, '-p'), join(tree.root, '-again'))
  symlinkSync(tree.root, join(tree.root, '-p/loop'))
  symlinkSync(tree.root, join(tree.root, '../root'))
  expect(walk()).toStrictEqual(['-p s '])
  expect(walk(join(tree.root, '../root'))).toStrictEqual(['-p s '])
})

it.skipIf(WINDOWS)('skips a pipe', () => {
  tree.write('-p/s.jsonl', '')
  execFileSync('mkfifo', [join(tree.root, '-p/pipe.jsonl')])
  expect(walk()).toStrictEqual(['-p s '])
})
