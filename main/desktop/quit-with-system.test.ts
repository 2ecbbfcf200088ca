import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { quitWithSystem } from './quit-with-system.ts'
import { silentLog } from './testing/silent-log.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Records what each way of ending asks for. */
function system() {
  const events = { app: new EventEmitter(), process: new EventEmitter(), window: new EventEmitter() }
  const asked: string[] = []
  quitWithSystem({
    app: events.app as unknown as Electron.App,
    autoUpdater: new EventEmitter() as unknown as Electron.AutoUpdater,
    powerMonitor: new EventEmitter() as unknown as Electron.PowerMonitor,
    process: events.process as unknown as NodeJS.Process,
    quit: {
      whenIdle: (source) => void asked.push(source),
      now: (code = 0) => void asked.push(`now ${code}`),
      isWaiting: () => asked.length > 0,
    },
    endingNow: () => void asked.push('ending'),
    log: silentLog,
  })
  events.app.emit('browser-window-created', {}, events.window)
  return { ...events, asked }
}

test('one Ctrl-C that arrives twice drains once', () => {
  const { process, asked } = system()
  process.emit('SIGINT')
  vi.advanceTimersByTime(3)
  process.emit('SIGINT')
  expect(asked).toEqual(['signal'])
})

test('a second Ctrl-C of the user does not wait', () => {
  const { process, asked } = system()
  process.emit('SIGINT')
  vi.advanceTimersByTime(400)
  process.emit('SIGINT')
  expect(asked).toEqual(['signal', 'now 1'])
})

test('a closed terminal that says so twice is no impatience', () => {
  const { process, asked } = system()
  process.emit('SIGHUP')
  vi.advanceTimersByTime(1_000)
  process.emit('SIGHUP')
  expect(asked).toEqual(['signal'])
})

test('the end of a Windows session is handled before the listener returns', () => {
  const { window, asked } = system()
  window.emit('session-end')
  expect(asked).toEqual(['ending'])
})
