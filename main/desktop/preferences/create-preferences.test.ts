import { expect, test } from 'vitest'
import { silentLog } from '../testing/silent-log.ts'
import { createPreferences } from './create-preferences.ts'
import { createShortcut } from './create-shortcut.ts'
import type { StateFile } from './create-state-file.ts'
import { type DesktopState, FIRST_STATE } from './desktop-state.ts'

function preferences({ state = FIRST_STATE, taken = new Set<string>(), loginFails = false } = {}) {
  const registered = new Set<string>()
  let kept: DesktopState = state
  const file: StateFile = {
    read: () => kept,
    update: (change) => (kept = { ...kept, ...change }),
    written: () => Promise.resolve(),
  }
  let atLogin = false
  const changes: number[] = []
  const shortcut = createShortcut({
    globalShortcut: {
      register(accelerator) {
        if (accelerator === 'nonsense') throw new TypeError('not an accelerator')
        if (taken.has(accelerator)) return false
        registered.add(accelerator)
        return true
      },
      unregister: (accelerator) => void registered.delete(accelerator),
    },
    run: () => undefined,
    log: silentLog,
  })
  const store = createPreferences({
    loginItem: {
      read: () => (atLogin ? 'on' : 'off'),
      set(on) {
        if (loginFails) throw new Error('EACCES')
        atLogin = on
      },
    },
    shortcut,
    file,
    onChange: () => changes.push(1),
    log: silentLog,
  })
  return { store, registered, kept: () => kept, changes }
}

test('has no shortcut until the user sets one', () => {
  const { store, registered } = preferences()
  expect(store.read()).toEqual({
    launchAtLogin: 'off',
    notifications: true,
    shortcut: null,
    language: 'system',
  })
  expect(registered.size).toBe(0)
})

test.each(['Alt+T', 'nonsense'])('a shortcut that is not granted leaves the one before: %s', (wish) => {
  const { store, registered, kept } = preferences({ taken: new Set(['Alt+T']) })
  expect(store.change({ shortcut: 'Alt+S' }).shortcut).toBe('Alt+S')
  expect(store.change({ shortcut: wish }).shortcut).toBe('Alt+S')
  expect([...registered]).toEqual(['Alt+S'])
  expect(kept().shortcut).toBe('Alt+S')
})

test('a new shortcut frees the old one, and none frees both', () => {
  const { store, registered } = preferences()
  store.change({ shortcut: 'Alt+S' })
  store.change({ shortcut: 'Alt+B' })
  expect([...registered]).toEqual(['Alt+B'])
  store.change({ shortcut: null })
  expect(registered.size).toBe(0)
})

test('the shortcut of the last time comes back, and one that is taken now is only missing', () => {
  const state = { ...FIRST_STATE, shortcut: 'Alt+S' }
  expect(preferences({ state }).store.read().shortcut).toBe('Alt+S')
  const { store, kept } = preferences({ state, taken: new Set(['Alt+S']) })
  expect(store.read().shortcut).toBeNull()
  expect(kept().shortcut).toBe('Alt+S')
})

test('the language is kept', () => {
  const { store, kept, changes } = preferences()
  expect(store.change({ language: 'de' }).language).toBe('de')
  expect(kept().language).toBe('de')
  expect(changes).toHaveLength(1)
})

test('a login item that cannot be written stays what it was', () => {
  const { store, changes } = preferences({ loginFails: true })
  expect(store.change({ launchAtLogin: true }).launchAtLogin).toBe('off')
  expect(preferences().store.change({ launchAtLogin: true }).launchAtLogin).toBe('on')
  expect(changes).toHaveLength(1)
})
