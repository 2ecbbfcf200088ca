import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRegularFile, readRegularFileSync } from './read-regular-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-read-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const isWindows = process.platform === 'win32'

describe.each([
  ['readRegularFile', readRegularFile],
  [
    'readRegularFileSync',
    async (...args: Parameters<typeof readRegularFile>) => readRegularFileSync(...args),
  ],
])('%s', (_name, read) => {
  const file = (content: string | Buffer): string => {
    writeFileSync(join(folder, 'file'), content)
    return join(folder, 'file')
  }
  const codeOf = (path: string, maxBytes?: number): Promise<unknown> =>
    read(path, maxBytes === undefined ? {} : { maxBytes }).then(
      () => 'read',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )

  it.each([0, 1, 64 * 1024, 64 * 1024 + 1, 1_000_000])('reads %d bytes', async (length) => {
    const content = Buffer.alloc(length, 'x')
    expect((await read(file(content))).equals(content)).toBe(true)
  })

  it('reads as much as is allowed, and refuses one byte more', async () => {
    expect((await read(file('12345'), { maxBytes: 5 })).toString()).toBe('12345')
    expect(await codeOf(file('123456'), 5)).toBe('EFBIG')
  })

  it('collects no more than the limit of a file without an end', async () => {
    const path = file('')
    truncateSync(path, 1024 ** 4)
    expect(await codeOf(path)).toBe('EFBIG')
  })

  it.skipIf(isWindows)('refuses a FIFO without a writer, also behind a link', async () => {
    const fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    symlinkSync(fifo, join(folder, 'link'))
    expect(await codeOf(fifo)).toBe('EFTYPE')
    expect(await codeOf(join(folder, 'link'))).toBe('EFTYPE')
  })

  it.skipIf(isWindows)('refuses a device that never ends', async () => {
    expect(await codeOf('/dev/zero')).toBe('EFTYPE')
  })

  it('refuses a folder, and says when there is nothing', async () => {
    mkdirSync(join(folder, 'sub'))
    expect(await codeOf(join(folder, 'sub'))).toBe('EISDIR')
    expect(await codeOf(join(folder, 'none'))).toBe('ENOENT')
  })
})
