import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BLOCKING_FILES } from './blocking-files.ts'

const fs = BLOCKING_FILES

test('a chain of file operations ends before the next turn of the event loop', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-blocking-'))
  async function write(): Promise<void> {
    const made = await fs.mkdir(join(folder, 'a/b'), { recursive: true })
    expect(made).toBe(join(folder, 'a'))
    const file = await fs.open(join(folder, 'a/b/new'), 'wx', 0o600)
    await file.writeFile('text')
    expect((await file.stat()).size).toBe(4)
    await file.chmod(0o640)
    await file.sync()
    await file.close()
    await fs.rename(join(folder, 'a/b/new'), join(folder, 'a/b/text'))
    expect(await fs.readdir(join(folder, 'a/b'))).toEqual(['text'])
    expect(await fs.readFile(join(folder, 'a/b/text'), 'utf8')).toBe('text')
  }
  let isWritten = false
  const written = write().then(() => (isWritten = true))
  const turn = new Promise((resolve) => setImmediate(() => resolve(isWritten)))
  expect(await turn).toBe(true)
  await written
  expect(readFileSync(join(folder, 'a/b/text'), 'utf8')).toBe('text')
  rmSync(folder, { recursive: true })
})

test('a missing file is a rejection, not an exception', async () => {
  const reading = fs.readFile('/nonexistent/file')
  await expect(reading).rejects.toMatchObject({ code: 'ENOENT' })
})
