import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * `npm start` and `npm run headless` in a checkout: builds what is missing or old, then opens the tray app, or
 * runs headless where there is no Electron or no display. Installed packages do not come through here.
 */

const ROOT = join(import.meta.dirname, '..')
const SOURCES = ['main', 'renderer', 'shared', 'package.json', 'electron.vite.config.ts']
const BUILT = join(ROOT, 'out', 'main', 'headless.js')

const [mode, ...args] = process.argv.slice(2)
buildIfOld()
if (mode === 'headless') {
  await runHeadless(args)
} else {
  const electron = findElectron()
  const obstacle = electron === undefined ? 'the Electron binary is not installed' : missingDisplay()
  if (electron !== undefined && obstacle === undefined) {
    openDesktop(electron)
  } else {
    console.error(
      `No tray window here: ${obstacle}. Starting headless; the window is a page in your browser.`,
    )
    await runHeadless([...process.argv.slice(2), ...(missingDisplay() === undefined ? ['--open'] : [])])
  }
}

function buildIfOld(): void {
  const builtAt = existsSync(BUILT) ? statSync(BUILT).mtimeMs : 0
  if (SOURCES.every((source) => newest(join(ROOT, source)) <= builtAt)) return
  console.error('Building Signalbox (once after each change) …')
  // stdout belongs to the line that says where the proxy listens.
  const build = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    },
  )
  if (build.status === 0) return
  console.error(build.stdout, build.stderr, '\nThe build failed; nothing was started.')
  process.exit(1)
}

/** Time of the newest file below `path`, in ms since 1970. */
function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((entry) => newest(join(path, entry))))
}

/** The path that the `electron` package would run, without its download on first use. */
function findElectron(): string | undefined {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ROOT, 'node_modules/electron/dist')
  const pathFile = join(ROOT, 'node_modules/electron/path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const binary = join(dist, name)
  return existsSync(binary) ? binary : fetchElectron(binary)
}

/** Since Electron 42 `npm ci` does not fetch the binary; the package's own installer does, where it can. */
function fetchElectron(binary: string): string | undefined {
  const installer = join(ROOT, 'node_modules/electron/install.js')
  if (missingDisplay() !== undefined || !existsSync(installer)) return undefined
  spawnSync(process.execPath, [installer], { cwd: ROOT, stdio: 'ignore', timeout: 120_000 })
  return existsSync(binary) ? binary : undefined
}

function missingDisplay(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const hasDisplay = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
  return hasDisplay ? undefined : 'there is no display'
}

function openDesktop(electron: string): void {
  const child = spawn(electron, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

async function runHeadless(serveArgs: string[]): Promise<void> {
  process.argv.splice(2, Infinity, ...serveArgs)
  await import(pathToFileURL(BUILT).href)
}
