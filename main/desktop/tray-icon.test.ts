import { expect, test } from 'vitest'
import { draining, PORT_BUSY, snapshot } from './snapshot-fixtures.ts'
import { trayIconFile } from './tray-icon-file.ts'
import { trayIcon } from './tray-icon.ts'

test.each([
  ['a running idle proxy', snapshot(), 'running'],
  ['requests in flight', snapshot({ livez: { in_flight: 2 } }), 'active'],
  [
    'a warning, even with requests in flight',
    snapshot({ health: 'degraded', livez: { in_flight: 2 } }),
    'warning',
  ],
  ['an unhealthy proxy', snapshot({ health: 'unhealthy' }), 'error'],
  [
    'a drain, whatever health says',
    snapshot({ health: 'unhealthy', livez: draining('request', 3) }),
    'draining',
  ],
  ['a proxy that is starting', snapshot({ server: { state: 'starting' } }), 'stopped'],
  ['a stopped proxy', snapshot({ server: { state: 'stopped' }, livez: { in_flight: 1 } }), 'stopped'],
  ['a busy port', snapshot({ server: PORT_BUSY }), 'error'],
] as const)('%s has its shape', (_situation, given, icon) => {
  expect(trayIcon(given)).toBe(icon)
})

test.each([
  ['darwin', false, 'tray-activeTemplate.png'],
  ['win32', false, 'tray-active-light.ico'],
  ['win32', true, 'tray-active-dark.ico'],
  ['linux', true, 'tray-active.png'],
] as const)('on %s (dark taskbar: %s) the file is %s', (platform, darkTaskbar, file) => {
  expect(trayIconFile({ icon: 'active', platform, darkTaskbar })).toBe(file)
})
