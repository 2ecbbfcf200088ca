import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { NODE_FILES } from './file-system.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('reads a file as bytes or as text', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, 'é')
  expect(await NODE_FILES.readFile(path)).toEqual(Buffer.from('é'))
  expect(await NODE_FILES.readFile(path, 'utf8')).toBe('é')
})

it.runIf(process.platform === 'linux')('reads what has no size', async () => {
  expect(await NODE_FILES.readFile('/proc/self/comm', 'utf8')).not.toBe('')
})

it.skipIf(process.platform === 'win32').each([
  ['a FIFO without a writer', 'EFTYPE', (at: string) => void execFileSync('mkfifo', [at])],
  ['a device without an end', 'EFTYPE', (at: string) => symlinkSync('/dev/zero', at)],
  [
    'a file of 1 TB',
    'EFBIG',
    (at: string) => {
      writeFileSync(at, '')
      truncateSync(at, 1024 ** 4)
    },
  ],
])('never waits for %s, nor collects it', async (_what, code, make) => {
  const path = join(folder, 'file')
  make(path)
  await expect(NODE_FILES.readFile(path)).rejects.toMatchObject({ code })
  await expect(NODE_FILES.readFile(path, 'utf8')).rejects.toMatchObject({ code })
})
