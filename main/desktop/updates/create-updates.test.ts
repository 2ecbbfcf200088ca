import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLog } from '../testing/silent-log.ts'
import { createUpdates, type Updater } from './create-updates.ts'
import { updaterFor } from './load-updater.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

class FakeUpdater extends EventEmitter {
  autoInstallOnAppQuit = false
  readonly calls: string[] = []
  checkForUpdates() {
    this.calls.push('check')
    return Promise.resolve(null)
  }
  quitAndInstall(silent?: boolean, run?: boolean) {
    this.calls.push(`install ${silent} ${run}`)
  }
}

async function updates({ feed = true, asksForPassword = false } = {}) {
  const updater = new FakeUpdater()
  const done: string[] = []
  const made = createUpdates({
    load: feed ? () => Promise.resolve(updater as unknown as Updater) : undefined,
    exit: (code) => done.push(`exit ${code}`),
    asksForPassword,
    closeWindows: () => done.push('close'),
    onChange: () => done.push('changed'),
    log: silentLog,
  })
  await vi.advanceTimersByTimeAsync(0)
  const download = () => updater.emit('update-downloaded', { version: '0.2.0' })
  return { updates: made, updater, done, download }
}

test('looks some seconds after the start and then every day, until it has found one', async () => {
  const { updater, download } = await updates()
  expect(updater.calls).toEqual([])
  await vi.advanceTimersByTimeAsync(15_000)
  expect(updater.calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(24 * 3_600_000)
  expect(updater.calls).toHaveLength(2)
  download()
  await vi.advanceTimersByTimeAsync(48 * 3_600_000)
  expect(updater.calls).toHaveLength(2)
})

test('an update that is ready is told, and installed by an idle exit', async () => {
  const { updates: made, updater, done, download } = await updates()
  expect(made.ready()).toBeUndefined()
  download()
  expect(made.ready()).toBe('0.2.0')
  made.exit(0, true)
  expect(updater.autoInstallOnAppQuit).toBe(true)
  expect(done).toEqual(['changed', 'exit 0'])
})

test.each([
  [0, false],
  [1, true],
])('nothing is installed by an exit with code %i, idle: %s', async (code, idle) => {
  const { updates: made, updater, done, download } = await updates()
  download()
  made.installOnExit()
  made.exit(code, idle)
  expect(updater.autoInstallOnAppQuit).toBe(false)
  expect(done.at(-1)).toBe(`exit ${code}`)
})

test('who asks for it gets it at once, and the new version started', async () => {
  const { updates: made, updater, done, download } = await updates()
  download()
  made.installOnExit()
  made.exit(0, true)
  expect(updater.calls).toEqual(['install true true'])
  expect(done).toEqual(['changed', 'close'])
})

test('an installer that does not quit leaves no app without a server', async () => {
  const { updates: made, done, download } = await updates()
  download()
  made.installOnExit()
  made.exit(0, true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(done).toEqual(['changed', 'close', 'exit 0'])
})

test('a cancelled password ends the app without the update', async () => {
  const { updates: made, updater, done, download } = await updates({ asksForPassword: true })
  download()
  made.installOnExit()
  updater.quitAndInstall = () => void updater.emit('error', new Error('pkexec was dismissed'))
  made.exit(0, true)
  expect(done).toEqual(['changed', 'close', 'exit 0'])
})

test('asks for no password at a quit that only happens to be idle', async () => {
  const { updates: made, updater, download } = await updates({ asksForPassword: true })
  download()
  made.exit(0, true)
  expect(updater.autoInstallOnAppQuit).toBe(false)
})

test('without a feed it only ends the process', async () => {
  const { updates: made, updater, done } = await updates({ feed: false })
  await vi.advanceTimersByTimeAsync(48 * 3_600_000)
  made.check()
  made.exit(0, true)
  expect(updater.calls).toEqual([])
  expect(done).toEqual(['exit 0'])
})

test('there is a feed only in a packaged app that was given one', () => {
  expect(updaterFor({ packaged: false, resources: '/', env: {} })).toBeUndefined()
  expect(updaterFor({ packaged: true, resources: '/nonexistent', env: {} })).toBeUndefined()
})
