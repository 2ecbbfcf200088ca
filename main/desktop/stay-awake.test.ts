import { expect, test } from 'vitest'
import { stayAwake } from './stay-awake.ts'
import { fakeSignalbox } from './testing/fake-signalbox.ts'

function rig(platform: NodeJS.Platform, packaged = true) {
  let inFlight = 0
  const base = fakeSignalbox()
  const signalbox = { ...base, livez: () => ({ ...base.livez(), in_flight: inFlight }) }
  const held = new Set<number>()
  const defaults: string[] = []
  let last = 0
  stayAwake({
    platform,
    packaged,
    powerSaveBlocker: {
      start(type) {
        expect(type).toBe('prevent-app-suspension')
        held.add(++last)
        return last
      },
      stop: (id) => held.delete(id),
    },
    systemPreferences: { setUserDefault: (key) => void defaults.push(key) },
    signalbox,
  })
  const becomes = (count: number) => {
    inFlight = count
    base.resume()
    return held.size
  }
  return { becomes, defaults }
}

test('holds App Nap off exactly while a request is in flight', () => {
  const { becomes, defaults } = rig('darwin')
  expect([0, 1, 3, 1, 0, 0, 2, 0].map(becomes)).toEqual([0, 1, 1, 1, 0, 0, 1, 0])
  expect(defaults).toEqual(['NSAppSleepDisabled'])
})

test('changes nothing on other systems, and no defaults of a development build', () => {
  const linux = rig('linux')
  expect(linux.becomes(2)).toBe(0)
  expect(linux.defaults).toEqual([])
  expect(rig('darwin', false).defaults).toEqual([])
})
