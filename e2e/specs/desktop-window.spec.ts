import { expect } from '@playwright/test'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

test('started with the session, it waits for a tray that comes late, without a window', async ({
  launch,
  home,
}) => {
  // The session bus as Plasma has it during a login: the panel that shows icons comes last.
  const tools = join(home.env['HOME'] ?? '', 'session-bus')
  mkdirSync(tools)
  const [asked, host] = [join(tools, 'asked'), join(tools, 'host')]
  const bus = `#!/bin/sh\necho >>'${asked}'\n[ -e '${host}' ] && echo '(<true>,)' || echo '(<false>,)'\n`
  writeFileSync(join(tools, 'gdbus'), bus, { mode: 0o755 })
  const env = { SIGNALBOX_TRAY: '', PATH: `${tools}:${process.env['PATH']}` }
  const starting = launch({ env, args: ['--hidden'] })
  const questions = () => (existsSync(asked) ? readFileSync(asked, 'utf8').length : 0)
  await expect.poll(questions, { message: 'asks again' }).toBeGreaterThan(1)
  writeFileSync(host, '')

  const app = await starting
  await app.baseUrl()
  expect((await app.tray.read()).menu).toContainEqual({ label: 'Open dashboard', enabled: true })
  expect(await app.page.evaluate(() => document.visibilityState)).toBe('hidden')
})
