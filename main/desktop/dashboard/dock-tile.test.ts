import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDockTile } from './dock-tile.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Electron's Dock: ignores `hide` within a second of `show` (`browser_mac.mm`, `DockHide`). */
function fakeDock() {
  let isVisible = true
  let shownAt = -Infinity
  return {
    isVisible: () => isVisible,
    async show() {
      isVisible = true
      shownAt = performance.now()
    },
    hide() {
      if (performance.now() - shownAt >= 1_000) isVisible = false
    },
  }
}

function rig() {
  const dock = fakeDock()
  const register = createDockTile(dock as unknown as Electron.Dock)
  const open = () => {
    const window = new EventEmitter()
    register(window as unknown as Electron.BrowserWindow)
    return window
  }
  return { dock, open }
}

test('a window opened right after the start keeps its Dock tile', () => {
  const { dock, open } = rig()
  expect(dock.isVisible()).toBe(false)
  vi.advanceTimersByTime(500)
  open()
  vi.advanceTimersByTime(10_000)
  expect(dock.isVisible()).toBe(true)
})

test('a window closed at once leaves no Dock tile', () => {
  const { dock, open } = rig()
  vi.advanceTimersByTime(5_000)
  const window = open()
  vi.advanceTimersByTime(300)
  window.emit('closed')
  vi.advanceTimersByTime(2_000)
  expect(dock.isVisible()).toBe(false)
})

test('a second window opened meanwhile keeps it', () => {
  const { dock, open } = rig()
  vi.advanceTimersByTime(5_000)
  open().emit('closed')
  open()
  vi.advanceTimersByTime(5_000)
  expect(dock.isVisible()).toBe(true)
})

test('other systems have no Dock', () => {
  expect(() =>
    createDockTile(undefined)(new EventEmitter() as unknown as Electron.BrowserWindow),
  ).not.toThrow()
})
