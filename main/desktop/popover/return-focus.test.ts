import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { returnFocus } from './return-focus.ts'

const BOUNDS = { x: 1_880, y: 1_046, width: 24, height: 24 }

function rig(
  platform: NodeJS.Platform,
  { pointer = { x: 0, y: 0 }, hasOtherWindow = false, hasFocus = true } = {},
) {
  const calls: string[] = []
  const tray = Object.assign(new EventEmitter(), { focus: () => void calls.push('tray') })
  const bar = new EventEmitter()
  returnFocus({
    platform,
    app: { hide: () => void calls.push('hide app') },
    screen: { getCursorScreenPoint: () => pointer },
    tray,
    bar,
    hasFocus: () => hasFocus,
    hasOtherWindow: () => hasOtherWindow,
  })
  const hide = () => {
    bar.emit('hide')
    bar.emit('after-hide')
    return calls.splice(0)
  }
  return { click: () => void tray.emit('click', {}, BOUNDS), hide }
}

test('on macOS the program behind gets the keyboard back, unless the dashboard is open', () => {
  expect(rig('darwin').hide()).toEqual(['hide app'])
  expect(rig('darwin', { hasOtherWindow: true }).hide()).toEqual([])
})

test('leaves the focus where the user has gone', () => {
  expect(rig('darwin', { hasFocus: false }).hide()).toEqual([])
  const windows = rig('win32', { hasFocus: false })
  windows.click()
  expect(windows.hide()).toEqual([])
})

test('on Windows the taskbar gets it back if it had it', () => {
  const byKeyboard = rig('win32')
  byKeyboard.click()
  expect(byKeyboard.hide()).toEqual(['tray'])
  // Opened by the shortcut the next time.
  expect(byKeyboard.hide()).toEqual([])
  const byMouse = rig('win32', { pointer: { x: 1_890, y: 1_050 } })
  byMouse.click()
  expect(byMouse.hide()).toEqual([])
})

test('Linux gives it back by itself', () => {
  const linux = rig('linux')
  linux.click()
  expect(linux.hide()).toEqual([])
})
