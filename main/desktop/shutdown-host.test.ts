import { expect, test } from 'vitest'
import { fakeSignalbox } from './testing/fake-signalbox.ts'
import { createQuit } from './quit.ts'
import { createShutdownHost, relaunchOptions } from './shutdown-host.ts'
import { silentLog } from './testing/silent-log.ts'

function rig() {
  const signalbox = fakeSignalbox()
  const exited = Promise.withResolvers<string>()
  const quit = createQuit({
    signalbox,
    log: silentLog,
    onChange: () => undefined,
    exit: (code) => exited.resolve(`exit ${code}${host.restarts() ? ', again' : ''}`),
  })
  const host = createShutdownHost({ signalbox, quit })
  return { signalbox, host, quit, exited: exited.promise }
}

test('stops when idle, and at once when asked', async () => {
  const idle = rig()
  idle.host.end({ now: false, restart: false })
  expect(idle.signalbox.calls).toEqual(['drain quit'])
  idle.signalbox.endDrain()
  expect(await idle.exited).toBe('exit 0')
  const now = rig()
  now.host.end({ now: true, restart: false })
  expect(await now.exited).toBe('exit 0')
  expect(now.signalbox.calls).toEqual(['stop'])
})

test.each([true, false])('starts again after the exit (now: %s)', async (now) => {
  const { signalbox, host, exited } = rig()
  host.end({ now, restart: true })
  signalbox.endDrain()
  expect(await exited).toBe('exit 0, again')
})

test('a resume takes the restart back: the next quit is only that', async () => {
  const { signalbox, host, quit, exited } = rig()
  host.end({ now: false, restart: true })
  signalbox.resume()
  expect(host.restarts()).toBe(false)
  quit.whenIdle('quit')
  signalbox.endDrain()
  expect(await exited).toBe('exit 0')
})

test('an AppImage starts itself, not what it has mounted', () => {
  const started = { argv: ['/tmp/.mount/signalbox', '--hidden'], execPath: '/tmp/.mount/signalbox' }
  expect(relaunchOptions({ ...started, env: { APPIMAGE: '/opt/Signalbox.AppImage' } })).toEqual({
    execPath: '/opt/Signalbox.AppImage',
    args: ['--hidden'],
  })
  expect(relaunchOptions({ ...started, env: {} }).execPath).toBe('/tmp/.mount/signalbox')
})
