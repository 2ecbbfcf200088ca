import { existsSync } from 'node:fs'
import { expect } from '@playwright/test'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

test('the menu carries every action, and says what is', async ({ launch }) => {
  const app = await launch()
  const { host } = new URL(await app.baseUrl())
  await expect
    .poll(async () => (await app.tray.read()).menu)
    .toEqual([
      { label: `Running · ${host}`, enabled: false },
      { label: 'Not connected.', enabled: false },
      { label: 'No requests in flight', enabled: false },
      { label: 'Show status…', enabled: true },
      { label: 'Open dashboard', enabled: true },
      { label: 'Copy base URL', enabled: true },
      { label: 'Drain', enabled: true },
      // Unavailable in a development build.
      { label: 'Launch at login', enabled: false },
      { label: 'Notifications', enabled: true },
      { label: 'Quit when idle', enabled: true },
      { label: 'Quit now', enabled: true },
    ])
})

test('icon, tooltip and menu follow the requests, at most once a second', async ({ launch, upstream }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  await expect.poll(async () => (await app.tray.read()).icon).toBe('running')

  for (let burst = 0; burst < 3; burst++) {
    const response = streamMessage(baseUrl)
    await expect.poll(upstream.open).toBe(1)
    upstream.finish()
    await response
  }
  const responses = [streamMessage(baseUrl), streamMessage(baseUrl)]
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'active',
      tooltip: expect.stringMatching(/^Signalbox · Running · 2 in flight/),
      menu: expect.arrayContaining([{ label: '2 requests in flight', enabled: false }]),
    })
  upstream.finish()
  await Promise.all(responses)
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'running',
      tooltip: expect.stringMatching(/^Signalbox · Running · Not connected, but 5 requests came in anyway,/),
    })

  const times = (await app.tray.read()).images.map(({ at }) => at)
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
  // The first image comes with the icon itself; timers may fire a millisecond early.
  expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(990)
})

test('a Claude Code that is not there is a warning in the tray', async ({ launch, home }) => {
  const elsewhere = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin'].map((folder) => `${folder}/claude`)
  test.skip(
    elsewhere.some((path) => existsSync(path)),
    'this computer has one for all users',
  )
  const app = await launch({
    env: { CLAUDE_CLI_PATH: `${home.env['HOME']}/missing`, PATH: '/usr/bin:/bin' },
  })
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'warning',
      tooltip: 'Signalbox · Warning · Claude Code wasn’t found on this computer.',
      menu: expect.arrayContaining([{ label: 'Claude Code wasn’t found on this computer.', enabled: false }]),
    })
})

test('drains and resumes from the menu', async ({ launch, upstream }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  const running = streamMessage(baseUrl)
  await expect.poll(upstream.open).toBe(1)

  await app.tray.choose('Drain')
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'draining',
      tooltip: 'Signalbox · Draining · 1 in flight',
    })
  const refused = await fetch(`${baseUrl}/v1/messages`, { method: 'POST', body: '{}' })
  expect(refused.status).toBe(503)
  upstream.finish()
  expect(await running).toContain('message_stop')
  await expect.poll(async () => (await app.tray.read()).tooltip).toBe('Signalbox · Drained')

  await app.tray.choose('Resume')
  await expect.poll(async () => (await app.tray.read()).icon).toBe('running')
  expect(await (await fetch(`${baseUrl}/livez`)).json()).toMatchObject({ draining: false })
})

test('copies the base URL, from the menu and from the popover', async ({ launch }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  await app.tray.choose('Copy base URL')
  await expect.poll(app.clipboard).toBe(baseUrl)

  await app.evaluate(({ clipboard }) => clipboard.writeText('nothing'), null)
  await app.tray.choose('Show status…')
  await app.page.getByRole('button', { name: new URL(baseUrl).host }).click()
  await expect.poll(app.clipboard).toBe(baseUrl)
})
