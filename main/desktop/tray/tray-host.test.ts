import { expect, test } from 'vitest'
import { hasTrayHost } from './tray-host.ts'

const missing = Object.assign(new Error('not there'), { code: 'ENOENT' })

/** Fakes each program's output; unlisted programs are missing. */
function probing(responses: Record<string, string | Error>) {
  const asked: string[] = []
  const run = async (command: string): Promise<string> => {
    asked.push(command)
    const response = responses[command] ?? missing
    if (response instanceof Error) throw response
    return response
  }
  return { asked, has: (env: NodeJS.ProcessEnv = {}) => hasTrayHost({ platform: 'linux', env, run }) }
}

test.each([
  ['gdbus', '(<true>,)\n'],
  ['busctl', 'b true\n'],
  ['dbus-send', 'method return time=1 sender=:1.2\n   variant       boolean true\n'],
])('understands the yes of %s', async (command, response) => {
  expect(await probing({ [command]: response }).has()).toBe(true)
})

test.each([
  ['gdbus', '(<false>,)\n'],
  ['busctl', 'b false\n'],
])('understands the no of %s', async (command, response) => {
  expect(await probing({ [command]: response }).has()).toBe(false)
})

test('takes a failing program for a bus without a watcher, and asks no other', async () => {
  const bus = probing({ gdbus: new Error('ServiceUnknown'), busctl: 'b true' })
  expect(await bus.has()).toBe(false)
  expect(bus.asked).toEqual(['gdbus'])
})

test('says no when there is no program to ask with', async () => {
  expect(await probing({}).has()).toBe(false)
})

test('does not query the system if the user has decided, or if the platform always has a tray', async () => {
  const bus = probing({ gdbus: '(<false>,)' })
  expect(await bus.has({ SIGNALBOX_TRAY: '1' })).toBe(true)
  expect(await bus.has({ SIGNALBOX_TRAY: '0' })).toBe(false)
  expect(await hasTrayHost({ platform: 'darwin', env: {} })).toBe(true)
  expect(bus.asked).toEqual([])
})
