import { expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { createQuit } from './quit.ts'
import { createShutdownHost, relaunchOptions } from './shutdown-host.ts'
import { silentLog } from './silent-log.ts'

function rig() {
  const core = fakeCore()
  const exited = Promise.withResolvers<string>()
  const quit = createQuit({
    core,
    log: silentLog,
    onChange: () => undefined,
    exit: (code) => exited.resolve(`exit ${code}${host.restarts() ? ', again' : ''}`),
  })
  const host = createShutdownHost({ core, quit })
  return { core, host, quit, exited: exited.promise }
}

test('stops when idle, and at once when asked', async () => {
  const idle = rig()
  idle.host.end({ now: false, restart: false })
  expect(idle.core.calls).toEqual(['drain quit'])
  idle.core.endDrain()
  expect(await idle.exited).toBe('exit 0')
  const now = rig()
  now.host.end({ now: true, restart: false })
  expect(await now.exited).toBe('exit 0')
  expect(now.core.calls).toEqual(['stop'])
})

test.each([true, false])('starts again after the exit (now: %s)', async (now) => {
  const { core, host, exited } = rig()
  host.end({ now, restart: true })
  core.endDrain()
  expect(await exited).toBe('exit 0, again')
})

test('a resume takes the restart back: the next quit is only that', async () => {
  const { core, host, quit, exited } = rig()
  host.end({ now: false, restart: true })
  core.resume()
  expect(host.restarts()).toBe(false)
  quit.whenIdle('quit')
  core.endDrain()
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
