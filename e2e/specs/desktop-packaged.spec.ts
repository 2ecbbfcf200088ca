import { listPackage } from '@electron/asar'
import { expect } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '../stand-in/desktop-test.ts'
import { makeDist } from '../stand-in/make-dist.ts'

const ROOT = join(import.meta.dirname, '../..')
let folder = ''
let app = ''

test.skip(process.platform !== 'linux', 'the stand-in is packaged for Linux only')
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = mkdtempSync(join(tmpdir(), 'signalbox-dist-'))
  const dist = join(folder, 'electron')
  await makeDist(dist, ROOT)
  const builder = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/electron-builder/cli.js'),
      '--linux',
      '--dir',
      '--publish=never',
      `-c.electronDist=${dist}`,
      `-c.directories.output=${join(folder, 'out')}`,
    ],
    { cwd: ROOT, encoding: 'utf8' },
  )
  expect(builder.status, builder.stdout + builder.stderr).toBe(0)
  app = join(folder, 'out/linux-unpacked')
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

test('the archive holds the bundles and nothing else', () => {
  const files = listPackage(join(app, 'resources/app.asar'), { isPack: false })
  const strangers = files.filter(
    (file) => !/^\/(package\.json|out(\/(main|preload|renderer)(\/.*)?)?)$/.test(file),
  )
  expect(strangers).toEqual([])
  expect(files).toEqual(
    expect.arrayContaining(['/out/main/index.js', '/out/preload/preload.cjs', '/out/renderer/tray.html']),
  )
})

test('the tray icons keep their names outside the archive', () => {
  for (const icon of ['running', 'active', 'warning', 'error', 'draining', 'stopped']) {
    for (const file of [`tray-${icon}.png`, `tray-${icon}Template@2x.png`, `tray-${icon}-dark.ico`]) {
      expect(existsSync(join(app, 'resources/icons', file)), file).toBe(true)
    }
  }
})

test('the fuses are set', () => {
  const binary = readFileSync(join(app, 'signalbox'))
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const wire = binary.subarray(binary.indexOf(sentinel) + sentinel.length + 2).toString()
  // runAsNode off, cookies encrypted, NODE_OPTIONS off, --inspect off, integrity on, only the archive on, own snapshot
  // off, file:// privileges off (@electron/fuses FuseV1Options).
  expect(wire.slice(0, 8)).toBe('01001100')
})

test('it starts from its archive, serves and drains', async ({ launch }) => {
  const desktop = await launch({ packaged: join(app, 'signalbox') })
  const baseUrl = await desktop.baseUrl()
  expect(await desktop.evaluate(({ app: electronApp }) => electronApp.isPackaged, null)).toBe(true)
  await desktop.tray.toggle()
  await expect(desktop.page.getByRole('button', { name: new URL(baseUrl).host })).toBeVisible()
  await expect.poll(async () => (await desktop.tray.read()).icon).toBe('running')
  const [{ image } = { image: '' }] = (await desktop.tray.read()).images
  expect(image).toBe(join(app, 'resources/icons/tray-stopped.png'))
  desktop.kill('SIGTERM')
  expect(await desktop.exitCode()).toBe(0)
})

test('launches at login once the menu says so, and no more when it says so again', async ({
  launch,
  home,
}) => {
  const appImage = '/opt/My Apps/Signalbox.AppImage'
  const desktop = await launch({
    packaged: join(app, 'signalbox'),
    args: ['--hidden'],
    env: { APPIMAGE: appImage, XDG_CONFIG_HOME: '' },
  })
  const file = join(home.env['HOME'] ?? '', '.config/autostart/dev.signalbox.app.desktop')
  await desktop.tray.choose('Launch at login')
  await expect.poll(() => existsSync(file)).toBe(true)
  expect(readFileSync(file, 'utf8')).toContain(`Exec="${appImage}" --hidden`)
  expect(await desktop.page.evaluate(() => window.signalbox?.preferences({}))).toMatchObject({
    launchAtLogin: 'on',
  })
  const off = await desktop.page.evaluate(() => window.signalbox?.preferences({ launchAtLogin: false }))
  expect(off).toMatchObject({ launchAtLogin: 'off' })
  expect(existsSync(file)).toBe(false)
})
