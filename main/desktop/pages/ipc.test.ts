import type { IpcMainInvokeEvent } from 'electron'
import { expect, test } from 'vitest'
import { IPC } from '../../../shared/ipc.ts'
import { type FakeSignalbox, fakeSignalbox } from '../testing/fake-signalbox.ts'
import { handleIpc, type WindowRole } from './ipc.ts'
import { silentLog } from '../testing/silent-log.ts'

function pages({
  sender = 'status',
  signalbox = fakeSignalbox(),
}: { sender?: WindowRole | 'stranger'; signalbox?: FakeSignalbox } = {}) {
  const handlers = new Map<string, (event: IpcMainInvokeEvent, args: unknown) => unknown>()
  const done: unknown[] = []
  handleIpc({
    ipcMain: { handle: (channel, handler) => void handlers.set(channel, handler) },
    senderOf: () => (sender === 'stranger' ? undefined : sender),
    signalbox,
    quit: { now: () => done.push('now'), whenIdle: () => done.push('idle'), isWaiting: () => false },
    appInfo: () => ({
      version: '1',
      platform: 'linux',
      server: { state: 'stopped' },
      quitting: false,
      language: 'en',
    }),
    hide: () => done.push('hide'),
    resize: (height) => done.push(height),
    openDashboard: (path) => done.push(`dashboard ${path}`),
    changePreferences: (change) => {
      done.push(change)
      return { launchAtLogin: 'off', notifications: true, shortcut: null, language: 'system' }
    },
    log: silentLog,
  })
  const call = async (channel: string, args?: unknown): Promise<unknown> =>
    handlers.get(channel)?.({ senderFrame: null } as IpcMainInvokeEvent, args)
  return { call, done, signalbox }
}

test('does what the pages ask', async () => {
  const { call, done, signalbox } = pages()
  expect(await call(IPC.appInfo)).toMatchObject({ version: '1' })
  await call(IPC.hideWindow)
  await call(IPC.resizeWindow, { height: 300 })
  await call(IPC.quit, { when: 'idle' })
  await call(IPC.quit, { when: 'now' })
  await call(IPC.startServer, { port: 3457 })
  await call(IPC.openDashboard, { path: '/requests/4f2a' })
  expect(await call(IPC.preferences, { notifications: false })).toMatchObject({ launchAtLogin: 'off' })
  expect(done).toEqual(['hide', 300, 'idle', 'now', 'dashboard /requests/4f2a', { notifications: false }])
  expect(signalbox.calls).toEqual(['start {"port":3457}'])
})

test.each([
  [IPC.resizeWindow, { height: 99 }],
  [IPC.resizeWindow, { height: 'big' }],
  [IPC.resizeWindow, undefined],
  [IPC.quit, { when: 'later' }],
  [IPC.quit, null],
  [IPC.startServer, { port: 0 }],
  [IPC.startServer, { port: 70_000 }],
  [IPC.hideWindow, { force: true }],
  [IPC.openDashboard, { path: 'https://example.com' }],
  [IPC.openDashboard, { path: '/a#b' }],
  [IPC.preferences, { shortcut: '' }],
  [IPC.preferences, { everything: true }],
])('refuses malformed arguments for %s: %o', async (channel, args) => {
  const { call, done } = pages()
  await expect(call(channel, args)).rejects.toThrow('Malformed arguments')
  expect(done).toEqual([])
})

test('refuses every channel to a sender that is not ours', async () => {
  const { call, done, signalbox } = pages({ sender: 'stranger' })
  const channels = Object.values(IPC).filter((channel) => channel !== IPC.appInfoChanged)
  expect(channels).toHaveLength(7)
  for (const channel of channels) await expect(call(channel, {})).rejects.toThrow('Refused')
  expect(done).toEqual([])
  expect(signalbox.calls).toEqual([])
})

test('the dashboard cannot move the window of the status', async () => {
  const { call, done } = pages({ sender: 'dashboard' })
  expect(await call(IPC.appInfo)).toMatchObject({ version: '1' })
  await expect(call(IPC.hideWindow)).rejects.toThrow('Refused')
  await expect(call(IPC.resizeWindow, { height: 300 })).rejects.toThrow('Refused')
  expect(done).toEqual([])
})

test('tells the page nothing about what failed', async () => {
  const { call } = pages({
    signalbox: fakeSignalbox({ start: () => Promise.reject(new Error('/home/me/secret')) }),
  })
  await expect(call(IPC.startServer, {})).rejects.toThrow(/^Failed$/)
})
