import { expect, test } from 'vitest'
import { snapshot, verdict } from './snapshot-fixtures.ts'
import { trayIconFile } from './tray-icon-file.ts'
import { trayIcon } from './tray-icon.ts'

test.each([
  ['starting', 'stopped'],
  ['stopped', 'stopped'],
  ['not_running', 'error'],
  ['running', 'running'],
  ['active', 'active'],
  ['warning', 'warning'],
  ['error', 'error'],
  ['draining', 'draining'],
  ['drained', 'draining'],
] as const)('a verdict of %s has the mark %s, whatever else is known', (state, icon) => {
  expect(trayIcon(snapshot({ verdict: verdict(state), livez: { in_flight: 2 } }))).toBe(icon)
})

test.each([
  ['darwin', false, 'tray-activeTemplate.png'],
  ['win32', false, 'tray-active-light.ico'],
  ['win32', true, 'tray-active-dark.ico'],
  ['linux', true, 'tray-active.png'],
] as const)('on %s (dark taskbar: %s) the file is %s', (platform, darkTaskbar, file) => {
  expect(trayIconFile({ icon: 'active', platform, darkTaskbar })).toBe(file)
})
