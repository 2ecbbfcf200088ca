import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { isAlive, isAliveSince, isSame, ownIdentity } from './process-identity.ts'

const own = ownIdentity()
const YEAR_MS = 365 * 24 * 3_600_000

/** The ID of a process that has ended. */
function endedPid(): number {
  return Number(spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }).stdout)
}

it('this process lives, and is itself', () => {
  expect([isAlive(own), isSame(own, ownIdentity())]).toEqual([true, true])
  expect(isAlive({ pid: process.pid, birth: null })).toBe(true)
})

it.skipIf(own.birth === null)('a process that had the same id before does not', () => {
  const earlier = { pid: process.pid, birth: '1' }
  expect([isAlive(earlier), isSame(own, earlier)]).toEqual([false, false])
})

it('a process that has ended does not', () => {
  const pid = endedPid()
  expect([isAlive({ pid, birth: null }), isAliveSince(pid, Date.now())]).toEqual([false, false])
})

it('a process that began later than a time did not live then', () => {
  expect(isAliveSince(process.pid, Date.now())).toBe(true)
  expect(isAliveSince(process.pid, Date.now() - YEAR_MS)).toBe(false)
})

it.skipIf(process.platform !== 'linux')('the same of another process', () => {
  expect(isAliveSince(process.ppid, Date.now())).toBe(true)
  expect(isAliveSince(process.ppid, Date.now() - YEAR_MS)).toBe(false)
})
