import { execFileSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadRedactionKey } from './redaction-key.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-key-'))
  path = join(folder, 'new', 'redaction-key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes a private key once, and leaves nothing beside it', () => {
  const key = loadRedactionKey(path)
  expect(key).toHaveLength(32)
  expect(loadRedactionKey(path).equals(key)).toBe(true)
  expect(readdirSync(join(folder, 'new'))).toEqual(['redaction-key'])
  expect(process.platform === 'win32' || (statSync(path).mode & 0o777) === 0o600).toBe(true)
})

it('replaces what is no key', () => {
  loadRedactionKey(path)
  writeFileSync(path, 'short')
  expect(loadRedactionKey(path).equals(readFileSync(path))).toBe(true)
})

it.skipIf(process.platform === 'win32')('is not held up by a FIFO in its place, and leaves it there', () => {
  loadRedactionKey(path)
  rmSync(path)
  execFileSync('mkfifo', [path])
  expect(loadRedactionKey(path)).toHaveLength(32)
  expect(lstatSync(path).isFIFO()).toBe(true)
})
