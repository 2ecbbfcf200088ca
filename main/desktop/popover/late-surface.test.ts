import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLog } from '../testing/silent-log.ts'
import { openLateSurface } from './late-surface.ts'
import type { PopoverSurface } from './popover-surface.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function rig(hidden: boolean) {
  const calls: string[] = []
  let hasHost = false
  let isVisible = false
  function fake(name: string): PopoverSurface {
    calls.push(`open ${name}`)
    const window = {
      isVisible: () => isVisible,
      isMinimized: () => false,
      destroy: () => void calls.push(`destroy ${name}`),
    }
    return {
      show: () => void calls.push(`show ${name}`),
      hide: () => void calls.push(`hide ${name}`),
      toggle: () => void calls.push(`toggle ${name}`),
      window: () => window as unknown as Electron.BrowserWindow,
      setMenu: () => undefined,
    }
  }
  const surface = openLateSurface({
    hasHost: () => Promise.resolve(hasHost),
    openTray: () => fake('tray'),
    openWindow: () => fake('window'),
    hidden,
    log: silentLog,
  })
  return {
    surface,
    calls,
    hostAppears: () => void (hasHost = true),
    windowIsVisible: () => void (isVisible = true),
  }
}

test('a start with the session waits for the tray, without a window', async () => {
  const { calls, hostAppears } = rig(true)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(calls).toEqual([])
  hostAppears()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(calls).toEqual(['open tray'])
  await vi.advanceTimersByTimeAsync(200_000)
  expect(calls).toEqual(['open tray'])
})

test('after half a minute without a tray it has a window, which a late tray replaces', async () => {
  const { calls, hostAppears } = rig(true)
  await vi.advanceTimersByTimeAsync(32_000)
  expect(calls).toEqual(['open window'])
  hostAppears()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(calls).toEqual(['open window', 'open tray', 'destroy window'])
})

test('a start by hand shows its window at once, and the status stays in sight', async () => {
  const { calls, hostAppears, windowIsVisible } = rig(false)
  expect(calls).toEqual(['open window'])
  windowIsVisible()
  hostAppears()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(calls).toEqual(['open window', 'open tray', 'destroy window', 'show tray'])
})

test('who asks for the status meanwhile gets it', () => {
  const { surface, calls } = rig(true)
  surface.hide()
  surface.show()
  expect(calls).toEqual(['open window', 'show window'])
})

test('stops looking', async () => {
  const { calls, hostAppears } = rig(false)
  await vi.advanceTimersByTimeAsync(160_000)
  hostAppears()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toEqual(['open window'])
})
