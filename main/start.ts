import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { displayObstacle, hasUserNamespaces, sandboxObstacle, startFailure } from './cli/desktop-obstacle.ts'
import { fetchElectron, type FoundElectron, installedElectron } from './cli/fetch-electron.ts'

/*
 * `npm start` and `npm run headless` in a checkout: builds what is missing or outdated, then opens the tray app, or
 * runs headless if Electron or a display is missing. Installed packages do not use this file.
 */

const ROOT = join(import.meta.dirname, '..')
const SOURCES = ['main', 'renderer', 'shared', 'package.json', 'electron.vite.config.ts']
const { platform, env } = process
const SYSTEM = { platform, env, uid: process.getuid?.(), hasNamespaces: hasUserNamespaces }
const BUILT = join(ROOT, 'out', 'main', 'headless.js')

buildIfOld()
if (process.argv[2] === 'headless') {
  await runHeadless()
} else {
  const found = await findElectron()
  const obstacle = 'binary' in found ? await openDesktop(found.binary) : found.obstacle
  console.error(
    `No tray icon: ${obstacle}. Running without a window instead. Open the address below in a browser.`,
  )
  if (displayObstacle(SYSTEM) === undefined) process.argv.push('--open')
  await runHeadless()
}

function buildIfOld(): void {
  const builtAt = existsSync(BUILT) ? statSync(BUILT).mtimeMs : 0
  if (SOURCES.every((source) => newest(join(ROOT, source)) <= builtAt)) return
  console.error('Building Signalbox (only after changes) …')
  // stdout is reserved for the line that names the proxy's address.
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
  console.error(build.stdout, build.stderr, '\nThe build failed. Signalbox was not started.')
  process.exit(1)
}

/** Time of the newest file below `path`, in ms since 1970. */
function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((entry) => newest(join(path, entry))))
}

async function findElectron(): Promise<FoundElectron> {
  const noDisplay = displayObstacle(SYSTEM)
  if (noDisplay !== undefined) return { obstacle: noDisplay }
  const folder = join(ROOT, 'node_modules/electron')
  const chosen = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const binary = installedElectron(folder, chosen)
  if (binary !== undefined) return { binary }
  return chosen === undefined ? fetchElectron(folder) : { obstacle: `${chosen} contains no Electron` }
}

interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
}

/** Runs the app until it ends, and this process with it. Returns the reason if it could not start. */
async function openDesktop(electron: string): Promise<string> {
  const denied = sandboxObstacle(electron, SYSTEM)
  if (denied !== undefined) return denied
  const startedAt = performance.now()
  const child = spawn(electron, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal sends these to the child as well; a second one would cut its streams. We only wait.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  // On Windows, `kill` would end it at once.
  if (process.platform !== 'win32') process.on('SIGTERM', () => child.kill('SIGTERM'))
  const { promise: ended, resolve } = Promise.withResolvers<Ended | Error>()
  child.once('error', resolve)
  child.once('exit', (code, signal) => resolve({ code, signal }))
  const end = await ended
  if (end instanceof Error) return `Electron can’t be run (${end.message})`
  return startFailure({ ...end, afterMs: performance.now() - startedAt }) ?? process.exit(end.code ?? 1)
}

/** Leaves the command line unchanged, `headless` included: a restart runs it again. */
async function runHeadless(): Promise<void> {
  await import(pathToFileURL(BUILT).href)
}
