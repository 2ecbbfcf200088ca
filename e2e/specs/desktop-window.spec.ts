import { expect } from '@playwright/test'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

test.skip(process.platform !== 'linux', 'only Linux has desktops without a tray')

// No override, and a session bus that does not respond.
const NO_TRAY = { SIGNALBOX_TRAY: '', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }

test('without a tray the status is a plain window, shown at once', async ({ launch }) => {
  const app = await launch({ env: NO_TRAY })
  await app.baseUrl()
  expect(await app.page.evaluate(() => document.visibilityState)).toBe('visible')
  expect((await app.tray.read()).menu).toEqual([])
  await expect(app.page.getByRole('button', { name: 'Drain' })).toBeVisible()
})

test('closing the window quits while nothing runs', async ({ launch }) => {
  const app = await launch({ env: NO_TRAY })
  await app.baseUrl()
  await app
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()), null)
    .catch(() => undefined)
  expect(await app.exitCode()).toBe(0)
})

test('closing the window while a stream runs keeps the stream', async ({ launch, upstream }) => {
  const app = await launch({ env: NO_TRAY })
  const running = streamMessage(await app.baseUrl())
  await expect.poll(upstream.open).toBe(1)
  await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()),
    null,
  )
  const minimized = () =>
    app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
      null,
    )
  await expect.poll(minimized).toEqual([true])
  upstream.finish()
  expect(await running).toContain('message_stop')
})
