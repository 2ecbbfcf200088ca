import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NODE_FILES } from './file-system.ts'
import { dropStaleLock, withLock } from './folder-lock.ts'
import { ownIdentity } from './process-identity.ts'

let folder: string
let lock: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-lock-'))
  lock = join(folder, '.signalbox.lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Creates the lock that a killed Signalbox leaves behind. */
function leaveStaleLock(): void {
  const { stdout } = spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' })
  writeFileSync(lock, JSON.stringify({ pid: Number(stdout), birth: '1' }))
}

it('lets one act at a time, and leaves nothing behind', async () => {
  let inside = 0
  let most = 0
  const act = async () => {
    most = Math.max(most, ++inside)
    await setImmediate()
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withLock(NODE_FILES, folder, act)))
  expect(most).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

it('is given back when the act fails', async () => {
  await expect(withLock(NODE_FILES, folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(readdirSync(folder)).toEqual([])
})

it('does not wait for a process that is gone', async () => {
  leaveStaleLock()
  expect(await withLock(NODE_FILES, folder, () => Promise.resolve('done'))).toBe('done')
  expect(readdirSync(folder)).toEqual([])
})

it('of a process that is gone is dropped, of one that lives is not', async () => {
  leaveStaleLock()
  await dropStaleLock(NODE_FILES, folder)
  expect(existsSync(lock)).toBe(false)
  writeFileSync(lock, JSON.stringify(ownIdentity()))
  await dropStaleLock(NODE_FILES, folder)
  expect(existsSync(lock)).toBe(true)
})

describe('something else in the place of the lock', () => {
  it.each([
    ['a folder', () => mkdirSync(lock)],
    ...(process.platform === 'win32' ? [] : [['a FIFO', () => void spawnSync('mkfifo', [lock])] as const]),
  ] as const)('is named in the error, and never waited for: %s', async (_what, make) => {
    make()
    await expect(withLock(NODE_FILES, folder, () => Promise.resolve('done'))).rejects.toMatchObject({
      code: 'claude_settings_not_written',
      details: `${lock} is in the place of Signalbox’s lock file, but isn’t one. Remove it, then try again.`,
    })
  })
})
