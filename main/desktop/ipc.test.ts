import type { IpcMainInvokeEvent } from 'electron'
import { expect, test } from 'vitest'
import { IPC } from '../../shared/ipc.ts'
import { fakeCore } from './fake-core.ts'
import { handleIpc } from './ipc.ts'
import { silentLog } from './silent-log.ts'

function pages({ trusted = true, core = fakeCore() } = {}) {
  const handlers = new Map<string, (event: IpcMainInvokeEvent, args: unknown) => unknown>()
  const done: unknown[] = []
  handleIpc({
    ipcMain: { handle: (channel, handler) => void handlers.set(channel, handler) },
    trusts: () => trusted,
    core,
    quit: { now: () => done.push('now'), whenIdle: () => done.push('idle'), isWaiting: () => false },
    appInfo: () => ({ version: '1', platform: 'linux', server: { state: 'stopped' }, quitting: false }),
    hide: () => done.push('hide'),
    resize: (height) => done.push(height),
    log: silentLog,
  })
  const call = async (channel: string, args?: unknown): Promise<unknown> =>
    handlers.get(channel)?.({ senderFrame: null } as IpcMainInvokeEvent, args)
  return { call, done, core }
}

test('does what the pages ask', async () => {
  const { call, done, core } = pages()
  expect(await call(IPC.appInfo)).toMatchObject({ version: '1' })
  await call(IPC.hideWindow)
  await call(IPC.resizeWindow, { height: 300 })
  await call(IPC.quit, { when: 'idle' })
  await call(IPC.quit, { when: 'now' })
  await call(IPC.startServer, { port: 3457 })
  expect(done).toEqual(['hide', 300, 'idle', 'now'])
  expect(core.calls).toEqual(['start {"port":3457}'])
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
])('refuses malformed arguments for %s: %o', async (channel, args) => {
  const { call, done } = pages()
  await expect(call(channel, args)).rejects.toThrow('Malformed arguments')
  expect(done).toEqual([])
})

test('refuses every channel to a sender that is not ours', async () => {
  const { call, done, core } = pages({ trusted: false })
  const channels = [IPC.appInfo, IPC.startServer, IPC.quit, IPC.hideWindow, IPC.resizeWindow]
  for (const channel of channels) await expect(call(channel, {})).rejects.toThrow('Refused')
  expect(done).toEqual([])
  expect(core.calls).toEqual([])
})

test('tells the page nothing about what failed', async () => {
  const { call } = pages({ core: fakeCore({ start: () => Promise.reject(new Error('/home/me/secret')) }) })
  await expect(call(IPC.startServer, {})).rejects.toThrow(/^Failed$/)
})
