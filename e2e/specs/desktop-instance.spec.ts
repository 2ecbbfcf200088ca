import { expect } from '@playwright/test'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startDesktopProcess } from '../launch-desktop.ts'
import { test } from '../stand-in/desktop-test.ts'

test('a second start shows the dashboard of the first and exits 0', async ({ launch }) => {
  const app = await launch()
  const baseUrl = await app.baseUrl()
  const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)
  expect(await windows()).toBe(1)

  // The session starts the app hidden: a running instance stays unchanged.
  for (const [args, open] of [
    [['--hidden'], 1],
    [[], 2],
    [[], 2],
  ] as const) {
    const second = await startDesktopProcess({ dataDir: app.dataDir, args })
    const [code] = second.exitCode === null ? await once(second, 'exit') : [second.exitCode]
    expect(code).toBe(0)
    await expect.poll(windows).toBe(open)
  }
  expect((await fetch(`${baseUrl}/livez`)).status).toBe(200)
})

test('a click on the Dock icon opens the dashboard, and no popover with it', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  await app.evaluate(({ app: electronApp }) => void electronApp.emit('activate', {}, false), null)
  const visible = () =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .filter((window) => window.isVisible())
          .map(({ webContents }) => new URL(webContents.getURL()).pathname),
      null,
    )
  await expect.poll(visible).toEqual(['/dashboard.html'])
})

test('a busy port opens the window with the reason, and another port works', async ({ launch }) => {
  const stranger = createServer((_req, res) => res.end('not a proxy')).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const { port } = stranger.address() as AddressInfo

  const app = await launch({ env: { PORT: String(port) } })
  await app.tray.toggle()
  await expect(app.page.getByText(new RegExp(`Port ${port} is used by`))).toBeVisible()
  await expect
    .poll(async () => app.tray.read())
    .toMatchObject({
      icon: 'error',
      tooltip: expect.stringMatching(`^Signalbox · Not running · Port ${port} is used by `),
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

test('what an uninstaller runs takes the change in Claude Code’s settings back', async ({ launch, home }) => {
  const settings = join(home.env['HOME'] ?? '', '.claude/settings.json')
  // Unusual spacing: the file must be restored byte for byte.
  const before = '{\n      "env":  { "FOO": "1" }\n  }\n'
  mkdirSync(dirname(settings), { recursive: true })
  writeFileSync(settings, before)
  const dataDir = join(home.env['HOME'] ?? '', 'data')
  const app = await launch({ dataDir })
  const baseUrl = await app.baseUrl()
  await app.tray.toggle()
  await app.page.getByRole('switch', { name: 'Connect Claude Code' }).click()
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain(baseUrl)
  app.kill('SIGKILL')
  await app.exitCode()

  const uninstaller = await startDesktopProcess({ dataDir, env: home.env, args: ['--disconnect'] })
  const [code] = uninstaller.exitCode === null ? await once(uninstaller, 'exit') : [uninstaller.exitCode]
  expect(code).toBe(0)
  expect(readFileSync(settings, 'utf8')).toBe(before)
})

test('a data folder that cannot be written is said, and not taken for a second start', async () => {
  test.skip(process.platform !== 'linux', 'only Linux has a folder that refuses root as well')
  const app = await startDesktopProcess({ dataDir: '/sys/signalbox' })
  let said = ''
  app.stderr?.on('data', (chunk) => (said += String(chunk)))
  const [code] = await once(app, 'close')
  expect(said).toContain('The data folder /sys/signalbox can’t be written (')
  expect(code).toBe(1)
})

for (const [name, lock, reason] of [
  ['another computer', (path: string) => symlinkSync('elsewhere.example-1', path), 'elsewhere.example'],
  ['no computer', (path: string) => mkdirSync(path), 'can’t be locked'],
] as const) {
  test(`a data folder whose lock ${name} holds is said, and not taken for a second start`, async () => {
    test.skip(process.platform !== 'linux', 'macOS takes such a lock over, and Windows has another one')
    const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-lock-'))
    lock(join(dataDir, 'SingletonLock'))
    const app = await startDesktopProcess({ dataDir })
    let said = ''
    app.stderr?.on('data', (chunk) => (said += String(chunk)))
    const [code] = await once(app, 'close')
    expect(said).toContain(reason)
    expect(code).toBe(1)
    rmSync(dataDir, { recursive: true })
  })
}

test('a setting that cannot be used is said before anything starts', async () => {
  const app = await startDesktopProcess({ dataDir: '/nonexistent', env: { PORT: 'many' } })
  let said = ''
  app.stderr?.on('data', (chunk) => (said += String(chunk)))
  const [code] = await once(app, 'close')
  expect(code).toBe(1)
  expect(said).toContain('PORT is "many"')
})
