import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, makeFolderSync } from './make-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'signalbox-folder-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const WAYS = [
  { name: 'blocking', make: async (path: string, mode?: number) => makeFolderSync(path, mode) },
  { name: 'without blocking', make: makeFolder },
]

describe.each(WAYS)('a folder that is created, $name', ({ name, make }) => {
  const inside = (path: string) => join(root, name, path)

  it('gets the folders above it, with its mode', async () => {
    await make(inside('a/b/c'), 0o700)
    expect(statSync(inside('a/b')).mode & 0o777).toBe(0o700)
    expect(statSync(inside('a/b/c')).mode & 0o777).toBe(0o700)
  })

  it('stays as it is where it exists', async () => {
    mkdirSync(inside('there'), { recursive: true })
    chmodSync(inside('there'), 0o755)
    await make(inside('there'), 0o700)
    expect(statSync(inside('there')).mode & 0o777).toBe(0o755)
  })

  it('fails where a file is in its place or above it', async () => {
    mkdirSync(inside('.'), { recursive: true })
    writeFileSync(inside('file'), '')
    await expect(make(inside('file'))).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(make(inside('file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
    await expect(make(inside('file/further/below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it.runIf(process.platform === 'linux')('fails at once where no folder can be created', async () => {
    await expect(make('/proc/signalbox')).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(make('/proc/signalbox/data/logs')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('can be created by several at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => make(inside('x/y/z'))))
    expect(statSync(inside('x/y/z')).isDirectory()).toBe(true)
  })
})
