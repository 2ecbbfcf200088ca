import { listPackage } from '@electron/asar'
import { expect } from '@playwright/test'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '../stand-in/desktop-test.ts'
import { type Home } from '../stand-in/make-home.ts'
import { nodeBinary } from '../stand-in/run-stand-in.ts'
import { makeBuilderTools, makeDist } from '../stand-in/make-dist.ts'

const ROOT = join(import.meta.dirname, '../..')
let folder = ''
let app = ''
let tools: NodeJS.ProcessEnv = {}

test.skip(process.platform !== 'linux', 'the stand-in is packaged for Linux only')
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = mkdtempSync(join(tmpdir(), 'signalbox-dist-'))
  const dist = join(folder, 'electron')
  await makeDist(dist, ROOT)
  tools = makeBuilderTools(folder)
  build('--dir')
  app = join(folder, 'out/linux-unpacked')
})

/** `npm run dist -- --linux TARGET`, without the build of the bundles. */
function build(...targets: string[]): void {
  const builder = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/electron-builder/cli.js'),
      '--linux',
      ...targets,
      `--${process.arch}`,
      '--publish=never',
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'out')}`,
    ],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...tools } },
  )
  expect(builder.status, builder.stdout + builder.stderr).toBe(0)
}
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

test('brings the two languages of the app and no more', () => {
  expect(readdirSync(join(app, 'locales')).toSorted()).toEqual(['de.pak', 'en-US.pak'])
})

test('the fuses are set', () => {
  const binary = readFileSync(join(app, 'signalbox'))
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const wire = binary.subarray(binary.indexOf(sentinel) + sentinel.length + 2).toString()
  // runAsNode off, cookies as they are, NODE_OPTIONS off, --inspect off, integrity on, only the archive on, own
  // snapshot off, file:// privileges off (@electron/fuses FuseV1Options).
  expect(wire.slice(0, 8)).toBe('00001100')
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

/** Runs a program of the package in a home of its own, as in a terminal. */
function run(program: string, args: string[], home: Home) {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const child = spawn(program, args, {
    env: { ...env, ...home.env, STAND_IN_NODE: nodeBinary(), SIGNALBOX_DATA_DIR: `${home.env['HOME']}/data` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  return { child, said, code: once(child, 'close').then(([code]) => code as number | null) }
}

test('its executable is the command line, too, without a display', async ({ home }) => {
  const signalbox = join(app, 'signalbox')
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const asked = run(signalbox, ['--version'], home)
  expect(await asked.code).toBe(0)
  expect(asked.said).toEqual({ stdout: `${version}\n`, stderr: '' })

  const doctor = run(signalbox, ['--no-sandbox', 'doctor', '--json'], home)
  expect([0, 1]).toContain(await doctor.code)
  expect(JSON.parse(doctor.said.stdout)).toMatchObject({ connection: { baseUrl: expect.any(String) } })

  const wrong = run(signalbox, ['--no-sandbox', '--command-line', 'statsu'], home)
  expect(await wrong.code).toBe(64)
  expect(wrong.said.stderr).toContain('Did you mean status?')

  const serve = run(signalbox, ['serve', '--port', '0'], home)
  const [line]: string[] = await once(createInterface({ input: serve.child.stdout }), 'line')
  const [url = ''] = /http:\S+/.exec(line ?? '') ?? []
  expect(await (await fetch(`${url}/livez`)).json()).toMatchObject({ status: 'ok', version })
  // The page comes out of the archive.
  expect(await (await fetch(url, { headers: { accept: 'text/html' } })).text()).toContain('<div id="root">')
  const status = run(signalbox, ['status', '--port', new URL(url).port], home)
  expect(await status.code).toBe(0)
  serve.child.kill('SIGTERM')
  expect(await serve.code).toBe(0)
})

test('is found in order by what the release workflow runs', async ({ home }) => {
  const tried = run(process.execPath, [join(ROOT, 'e2e/try-packaged.ts'), join(app, 'signalbox')], home)
  expect(await tried.code, tried.said.stdout + tried.said.stderr).toBe(0)
})

test('the deb has a homepage, and takes everything back before it is removed', async () => {
  build('deb')
  const deb = readdirSync(join(folder, 'out')).find((name) => name.endsWith('.deb')) ?? ''
  const ask = (...args: string[]) => spawnSync('dpkg-deb', args, { cwd: folder, encoding: 'utf8' }).stdout
  expect(ask('--field', join('out', deb), 'Homepage')).toMatch(/^https:\/\//)
  ask('--control', join('out', deb), 'control')
  const prerm = readFileSync(join(folder, 'control/prerm'), 'utf8')
  expect(prerm).toBe(readFileSync(join(ROOT, 'main/desktop/packaging/before-remove.sh'), 'utf8'))
  const contents = ask('--contents', join('out', deb))
  expect(contents).toContain(' ./opt/Signalbox/resources/app.asar\n')
  // A command for root, too, instead of a link to the app.
  expect(contents).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/signalbox$/m)
})

test('the AppImage starts without FUSE 2, and its entry keeps the sandbox', async ({ home }) => {
  test.skip(spawnSync('mksquashfs', ['-version']).error !== undefined, 'there is no mksquashfs')
  build('AppImage')
  const name = readdirSync(join(folder, 'out')).find((file) => file.endsWith('.AppImage')) ?? ''
  const image = join(folder, 'out', name)
  expect(statSync(image).mode & 0o111).not.toBe(0)
  const asked = run(image, ['status'], home)
  expect(await asked.code).toBe(3)
  expect(asked.said.stderr).toContain(`${image} serve`)
  const unpacked = join(folder, 'unpacked')
  spawnSync('unsquashfs', ['-quiet', '-no-progress', '-offset', '4096', '-dest', unpacked, image])
  const entry = readdirSync(unpacked).find((file) => file.endsWith('.desktop')) ?? ''
  expect(readFileSync(join(unpacked, entry), 'utf8')).toMatch(/^Exec=AppRun %U$/m)
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

  const tool = join(home.env['HOME'] ?? '', '.local/bin/signalbox')
  await desktop.tray.choose('Install command-line tool')
  await expect.poll(() => existsSync(tool)).toBe(true)
  expect(readFileSync(tool, 'utf8')).toContain(`exec '${appImage}' --no-sandbox --command-line "$@"`)
})
