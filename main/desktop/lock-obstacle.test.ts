import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockObstacle } from './lock-obstacle.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const obstacle = (platform: NodeJS.Platform = 'linux') =>
  lockObstacle({ folder, platform, host: 'desk-2.example' })

test.skipIf(process.platform === 'win32')('another instance on this computer is no obstacle', () => {
  symlinkSync('desk-2.example-4711', join(folder, 'SingletonLock'))
  expect(obstacle()).toBe(undefined)
})

test.skipIf(process.platform === 'win32')('names the other computer of a shared folder', () => {
  symlinkSync('desk-1.example-4711', join(folder, 'SingletonLock'))
  expect(obstacle()).toContain('is used by Signalbox on the computer desk-1.example.')
})

test('a folder without a lock cannot be locked, but on Windows there is none to see', () => {
  expect(obstacle()).toContain('can’t be locked')
  expect(obstacle('win32')).toBe(undefined)
})
