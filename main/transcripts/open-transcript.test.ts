import { execFileSync } from 'node:child_process'
import { renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTranscript } from './open-transcript.ts'
import { createTree, type Tree } from './testing/create-tree.ts'

let tree: Tree
beforeEach(() => {
  tree = createTree()
})
afterEach(() => tree.end())

it('opens a file', () => {
  const opened = openTranscript(tree.write('-p/s.jsonl', 'text'))
  expect(opened?.stats.size).toBe(4)
  opened?.close()
})

it('does not open what is not there, or is a folder', () => {
  expect(openTranscript(join(tree.root, '-p/s.jsonl'))).toBeUndefined()
  tree.write('-p/s.jsonl', '')
  expect(openTranscript(join(tree.root, '-p'))).toBeUndefined()
})

it.skipIf(process.platform === 'win32')('does not open a file that became a link since it was found', () => {
  const path = tree.write('-p/s.jsonl', '')
  renameSync(path, `${path}.moved`)
  symlinkSync(`${path}.moved`, path)
  expect(openTranscript(path)).toBeUndefined()
})

it.skipIf(process.platform === 'win32')('does not open a file in a folder that became a link', () => {
  const path = tree.write('-p/s.jsonl', '')
  renameSync(join(tree.root, '-p'), join(tree.root, '../outside'))
  symlinkSync(join(tree.root, '../outside'), join(tree.root, '-p'))
  expect(openTranscript(path)).toBeUndefined()
})

it.skipIf(process.platform === 'win32')('does not wait for the writer of a pipe', () => {
  tree.write('-p/s.jsonl', '')
  const path = join(tree.root, '-p/pipe.jsonl')
  execFileSync('mkfifo', [path])
  expect(openTranscript(path)).toBeUndefined()
})
