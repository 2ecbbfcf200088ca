import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writePrivateFile } from './write-private-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-write-'))
  path = join(folder, 'file.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('creates a file, replaces it, and follows a link to one', async () => {
  await writePrivateFile(path, 'first')
  await writePrivateFile(path, 'second')
  const link = join(folder, 'link')
  symlinkSync(path, link)
  await writePrivateFile(link, 'third')
  expect(readFileSync(path, 'utf8')).toBe('third')
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  // Windows reports the mode of all writable files as 0666.
  const mode = statSync(path).mode & 0o777
  expect(process.platform === 'win32' ? 0o600 : mode).toBe(0o600)
  expect(readdirSync(folder).toSorted()).toEqual(['file.json', 'link'])
})

it.skipIf(process.platform === 'win32').each([
  ['read-only', 0o444, 0o400],
  ['read-only for its owner', 0o400, 0o400],
  ['readable by others', 0o644, 0o600],
])('keeps the mode of a file that is %s, without the access of others', async (_what, before, after) => {
  writeFileSync(path, 'first')
  chmodSync(path, before)
  await writePrivateFile(path, 'second')
  expect(readFileSync(path, 'utf8')).toBe('second')
  expect(statSync(path).mode & 0o777).toBe(after)
})

describe.skipIf(process.platform === 'win32')(
  'keeps anything that is not a regular file, also behind a link',
  () => {
    it.each([
      ['a folder', 'EISDIR', (at: string) => mkdirSync(at)],
      ['a FIFO', 'EFTYPE', (at: string) => void execFileSync('mkfifo', [at])],
      ['a device', 'EFTYPE', (at: string) => symlinkSync('/dev/null', at)],
    ])('%s', async (_what, code, make) => {
      make(path)
      const link = join(folder, 'link')
      symlinkSync(path, link)
      const before = statSync(path)
      await expect(writePrivateFile(path, 'x')).rejects.toMatchObject({ code })
      await expect(writePrivateFile(link, 'x')).rejects.toMatchObject({ code })
      expect(statSync(path)).toMatchObject({ ino: before.ino, mode: before.mode })
      expect(readdirSync(folder)).toHaveLength(2)
    })

    it('and replaces a link to nothing', async () => {
      symlinkSync(join(folder, 'none'), path)
      await writePrivateFile(path, 'x')
      writeFileSync(join(folder, 'none'), '')
      expect(readFileSync(path, 'utf8')).toBe('x')
    })
  },
)
