import { expect } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

test('quit when idle lets the running stream finish and refuses new ones', async ({ launch, upstream }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  const running = streamMessage(baseUrl)
  await expect.poll(upstream.open).toBe(1)

  await app.tray.choose('Quit when idle')
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'draining',
      tooltip: 'Signalbox · Draining · 1 in flight · Signalbox quits once running requests finish.',
    })
  expect(await app.page.evaluate(() => window.signalbox?.appInfo())).toMatchObject({ quitting: true })
  expect((await fetch(`${baseUrl}/v1/messages`, { method: 'POST', body: '{}' })).status).toBe(503)

  upstream.finish()
  expect(await running).toContain('message_stop')
  expect(await app.exitCode()).toBe(0)
})

test('quit when idle can be taken back', async ({ launch, upstream }) => {
  const app = await launch()
  const running = streamMessage(await app.baseUrl())
  await expect.poll(upstream.open).toBe(1)
  await app.tray.choose('Quit when idle')
  await app.tray.choose('Don’t quit')
  await expect.poll(async () => (await app.tray.read()).icon).toBe('active')

  upstream.finish()
  expect(await running).toContain('message_stop')
  await expect.poll(async () => (await app.tray.read()).icon).toBe('running')
  expect(await app.page.evaluate(() => window.signalbox?.appInfo())).toMatchObject({ quitting: false })
})

test('after a quit that was taken back, closing the popover still only hides it', async ({
  launch,
  upstream,
}) => {
  const app = await launch()
  const running = streamMessage(await app.baseUrl())
  await expect.poll(upstream.open).toBe(1)
  await app.evaluate(({ app: electronApp }) => electronApp.quit(), null)
  await app.tray.choose('Don’t quit')
  await expect.poll(async () => (await app.tray.read()).icon).toBe('active')

  await app.tray.toggle()
  const windows = () =>
    app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()),
      null,
    )
  await expect.poll(windows).toEqual([true])
  await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()),
    null,
  )
  await expect.poll(windows).toEqual([false])
  upstream.finish()
  expect(await running).toContain('message_stop')
})

test('a quit that waits takes Claude Code’s settings back at its beginning, and brings them back with itself', async ({
  launch,
  upstream,
  home,
}) => {
  const settings = join(home.env['HOME'] ?? '', '.claude/settings.json')
  const before = '{\n  "model": "opus"\n}\n'
  mkdirSync(dirname(settings), { recursive: true })
  writeFileSync(settings, before)
  const app = await launch()
  const baseUrl = await app.baseUrl()
  await app.page.evaluate(() => fetch('/api/connection/connect', { method: 'POST' }))
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain(baseUrl)
  const running = streamMessage(baseUrl)
  await expect.poll(upstream.open).toBe(1)

  await app.tray.choose('Quit when idle')
  await expect.poll(() => readFileSync(settings, 'utf8')).toBe(before)
  expect(upstream.open()).toBe(1)
  await app.tray.choose('Don’t quit')
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain(baseUrl)

  await app.tray.choose('Quit when idle')
  await expect.poll(() => readFileSync(settings, 'utf8')).toBe(before)
  upstream.finish()
  expect(await running).toContain('message_stop')
  expect(await app.exitCode()).toBe(0)
  expect(readFileSync(settings, 'utf8')).toBe(before)
})

test('quit now ends at once', async ({ launch, upstream }) => {
  const app = await launch()
  const running = streamMessage(await app.baseUrl()).catch(() => 'cut')
  await expect.poll(upstream.open).toBe(1)
  await app.tray.choose('Quit now')
  expect(await app.exitCode()).toBe(0)
  expect(await running).not.toContain('message_stop')
})

test('quits from the popover while nothing is in flight', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  await app.tray.toggle()
  await app.page.getByRole('button', { name: 'Quit' }).click()
  await app.page.getByRole('menuitem', { name: 'Quit Signalbox' }).click()
  expect(await app.exitCode()).toBe(0)
})

test('the quit of the system drains, and a second one does not wait', async ({ launch, upstream }) => {
  const app = await launch()
  const running = streamMessage(await app.baseUrl()).catch(() => 'cut')
  await expect.poll(upstream.open).toBe(1)
  const quit = () => app.evaluate(({ app: electronApp }) => electronApp.quit(), null).catch(() => undefined)

  await quit()
  await expect
    .poll(async () => (await app.tray.read()).tooltip)
    .toContain('Signalbox quits once running requests finish.')
  expect(upstream.open()).toBe(1)
  await quit()
  expect(await app.exitCode()).toBe(0)
  await running
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} goes on accepting, lets streams finish, and exits 0`, async ({ launch, upstream }) => {
    test.skip(process.platform === 'win32', 'Windows has no signals')
    const app = await launch()
    const baseUrl = await app.baseUrl()
    const first = streamMessage(baseUrl)
    await expect.poll(upstream.open).toBe(1)

    app.kill(signal)
    await expect.poll(async () => (await fetch(`${baseUrl}/health`)).status).toBe(503)
    const second = streamMessage(baseUrl)
    await expect.poll(upstream.open).toBe(2)

    upstream.finish()
    expect(await first).toContain('message_stop')
    expect(await second).toContain('message_stop')
    expect(await app.exitCode()).toBe(0)
  })
}

test('a second signal does not wait', async ({ launch, upstream }) => {
  test.skip(process.platform === 'win32', 'Windows has no signals')
  const app = await launch()
  const baseUrl = await app.baseUrl()
  const running = streamMessage(baseUrl).catch(() => 'cut')
  await expect.poll(upstream.open).toBe(1)
  app.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${baseUrl}/health`)).status).toBe(503)
  // As late as a person's second Ctrl-C; an earlier one counts as the same.
  await app.page.waitForTimeout(400)
  app.kill('SIGTERM')
  expect(await app.exitCode()).toBe(1)
  await running
})

test('Windows ends the session: the settings are restored before the process is gone', async ({
  launch,
  upstream,
  home,
}) => {
  const settings = join(home.env['HOME'] ?? '', '.claude/settings.json')
  const before = '{\n  "model": "opus"\n}\n'
  mkdirSync(dirname(settings), { recursive: true })
  writeFileSync(settings, before)
  const app = await launch()
  test.skip(app.runtime === 'electron', 'a test cannot end the session of a real system')
  const baseUrl = await app.baseUrl()
  await app.page.evaluate(() => fetch('/api/connection/connect', { method: 'POST' }))
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain(baseUrl)
  const running = streamMessage(baseUrl).catch(() => 'cut')
  await expect.poll(upstream.open).toBe(1)

  await app
    .evaluate(({ BrowserWindow }) => {
      const end: unknown = Reflect.get(BrowserWindow, 'endSession')
      if (typeof end === 'function') Reflect.apply(end, BrowserWindow, [])
    }, null)
    .catch(() => undefined)
  expect(await app.exitCode()).toBe(0)
  expect(readFileSync(settings, 'utf8')).toBe(before)
  await running
})

test('a shutdown of the computer waits three seconds at most', async ({ launch, upstream }) => {
  const app = await launch()
  const running = streamMessage(await app.baseUrl()).catch(() => 'cut')
  await expect.poll(upstream.open).toBe(1)
  const from = Date.now()
  await app.evaluate(
    ({ powerMonitor }) => void powerMonitor.emit('shutdown', { preventDefault: () => undefined }),
    null,
  )
  expect(await app.exitCode()).toBe(0)
  const took = Date.now() - from
  expect(took).toBeGreaterThan(2500)
  expect(took).toBeLessThan(6000)
  await running
})
