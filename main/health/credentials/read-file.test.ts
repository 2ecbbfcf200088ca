import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSmallFile } from './read-file.ts'

const run = promisify(execFile)
const root = process.getuid?.() === 0
const windows = process.platform === 'win32'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-'))
  file = join(folder, 'credentials.json')
})
afterEach(() => rm(folder, { recursive: true }))

test('reads a file of a megabyte, and no larger one', async () => {
  await writeFile(file, 'é')
  await truncate(file, 1024 * 1024)
  expect(await readSmallFile(file)).toMatchObject({ kind: 'text' })
  await truncate(file, 1024 * 1024 + 1)
  expect(await readSmallFile(file)).toStrictEqual({ kind: 'unreadable', code: 'EFBIG' })
})

test('calls a path below a file missing', async () => {
  await writeFile(file, '')
  expect(await readSmallFile(join(file, 'below'))).toStrictEqual({ kind: 'missing' })
})

test.skipIf(windows)('calls a link that leads to itself unreadable', async () => {
  await symlink(file, file)
  expect(await readSmallFile(file)).toStrictEqual({ kind: 'unreadable', code: 'ELOOP' })
})

test.skipIf(windows)('does not wait for a named pipe', async () => {
  await run('mkfifo', [file])
  expect(await readSmallFile(file)).toStrictEqual({ kind: 'unreadable', code: 'EISDIR' })
})

// Root may read everything, so a process of another user does the reading.
test.skipIf(windows)('calls a file without permission unreadable', async () => {
  await writeFile(file, 'secret')
  await chmod(folder, 0o755)
  await chmod(file, 0o000)
  const script = `const { readSmallFile } = await import(${JSON.stringify(import.meta.resolve('./read-file.ts'))})
    console.log(JSON.stringify(await readSmallFile(${JSON.stringify(file)})))`
  const options = root ? { uid: 65_534, gid: 65_534, cwd: '/' } : {}
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], options)
  expect(JSON.parse(stdout)).toStrictEqual({ kind: 'unreadable', code: 'EACCES' })
})

test('keeps only the code of an error, never its words', async () => {
  const failing = () => Promise.reject(Object.assign(new Error('canary'), { code: 'canary words' }))
  expect(await readSmallFile(file, failing)).toStrictEqual({ kind: 'unreadable', code: 'UNKNOWN' })
})

test('calls a folder in place of the file unreadable', async () => {
  await mkdir(file)
  expect(await readSmallFile(file)).toStrictEqual({ kind: 'unreadable', code: 'EISDIR' })
})
