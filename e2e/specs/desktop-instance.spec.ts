import { expect } from '@playwright/test'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startDesktopProcess } from '../launch-desktop.ts'
import { test } from '../stand-in/desktop-test.ts'

test('a second start raises the first window and exits 0', async ({ launch }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  expect(await app.page.evaluate(() => document.visibilityState)).toBe('hidden')

  const second = await startDesktopProcess({ dataDir: app.dataDir })
  const [code] = second.exitCode === null ? await once(second, 'exit') : [second.exitCode]
  expect(code).toBe(0)
  await expect.poll(() => app.page.evaluate(() => document.visibilityState)).toBe('visible')
  expect((await fetch(`${baseUrl}/livez`)).status).toBe(200)
})

test('a busy port opens the window with the reason, and another port works', async ({ launch }) => {
  const stranger = createServer((_req, res) => res.end('not a proxy')).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const { port } = stranger.address() as AddressInfo

  const app = await launch({ env: { PORT: String(port) } })
  await app.tray.toggle()
  await expect(app.page.getByText(new RegExp(`Port ${port} belongs to`))).toBeVisible()
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'error',
      tooltip: `Signalbox · Not running: Port ${port} already in use`,
      menu: expect.arrayContaining([{ label: 'Try again', enabled: true }]),
    })
  const health = await app.page.evaluate(async () => {
    const response = await fetch('/health')
    return { status: response.status, body: (await response.json()) as unknown }
  })
  expect(health).toMatchObject({ status: 503, body: { status: 'unhealthy', details: { port } } })

  await app.page.getByRole('button', { name: /^Use \d+$/ }).click()
  const baseUrl = await app.baseUrl()
  expect(Number(new URL(baseUrl).port)).toBeGreaterThan(port)
  await expect(app.page.getByRole('button', { name: new URL(baseUrl).host })).toBeVisible()
  await expect.poll(async () => (await app.tray.read()).icon).toBe('running')
  stranger.close()
})

test('a busy port can be solved from the menu alone', async ({ launch }) => {
  const stranger = createServer((_req, res) => res.end('not a proxy')).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const { port } = stranger.address() as AddressInfo
  const app = await launch({ env: { PORT: String(port) } })
  await expect.poll(async () => (await app.tray.read()).icon).toBe('error')

  stranger.close()
  await app.tray.choose('Try again')
  expect(await app.baseUrl()).toBe(`http://127.0.0.1:${port}`)
})

test('a setting that cannot be used is said before anything starts', async () => {
  const app = await startDesktopProcess({ dataDir: '/nonexistent', env: { PORT: 'many' } })
  let said = ''
  app.stderr?.on('data', (chunk) => (said += String(chunk)))
  const [code] = await once(app, 'close')
  expect(code).toBe(1)
  expect(said).toContain('PORT is "many"')
})
