import { expect, type Page } from '@playwright/test'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron, runElectron, spawnElectron } from './stand-in/run-electron.ts'
import { runPackaged, runStandIn } from './stand-in/run-stand-in.ts'
import type { Evaluate, RunningApp } from './stand-in/running-app.ts'
import { iconName, readTray, type TrayReading } from './stand-in/read-tray.ts'

const ROOT = join(import.meta.dirname, '..')

export interface LaunchOptions {
  /** Added to this process's environment. The proxy uses any free port unless `PORT` is set here. */
  env?: NodeJS.ProcessEnv
  /** Default: a new folder, removed on close. */
  dataDir?: string
  args?: readonly string[]
  /** A packaged app to start instead of `out/`. With the stand-in only. */
  packaged?: string
}

/** The running desktop app, as seen by its user and its system. */
export interface Desktop {
  runtime: RunningApp['runtime']
  /** The page of the popover. */
  page: Page
  dataDir: string
  evaluate: Evaluate
  tray: {
    read: () => Promise<TrayReading>
    /** Left click on the icon. */
    toggle: () => Promise<void>
    /** Clicks the enabled menu item with this label. */
    choose: (label: string) => Promise<void>
  }
  clipboard: () => Promise<string>
  /** The proxy's address, once it listens. */
  baseUrl: () => Promise<string>
  kill: (signal: NodeJS.Signals) => void
  /** Resolves when the app has exited. */
  exitCode: () => Promise<number | null>
  /** The app's log so far. */
  logs: () => string
  close: () => Promise<void>
}

/** Starts the built app (`out/`) in Electron if available, otherwise in the stand-in. */
export async function launchDesktop(options: LaunchOptions = {}): Promise<Desktop> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'signalbox-desktop-'))
  const app = await start({ ...options, dataDir })
  const logs: string[] = []
  app.process.stderr?.on('data', (chunk) => logs.push(String(chunk)))
  // Registered at once, so that an early exit is not missed.
  const exit = once(app.process, 'exit').then(([code]) => code as number | null)

  const page = await app.page().catch((error: unknown) => {
    throw new Error(`The app did not open its window. Its log:\n${logs.join('')}`, { cause: error })
  })
  return {
    runtime: app.runtime,
    page,
    dataDir,
    evaluate: app.evaluate,
    tray: trayOf(app),
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText(), null),
    baseUrl: () => listening(page),
    kill: app.kill,
    exitCode: () => exit,
    logs: () => logs.join(''),
    async close() {
      const patience = setTimeout(() => app.process.kill('SIGKILL'), 5000)
      // Let it exit by itself, together with its windows' processes, which would otherwise still write into the folder.
      if (app.process.exitCode === null)
        await app.evaluate((electron) => electron.app.exit(0), null).catch(() => undefined)
      await exit
      clearTimeout(patience)
      if (options.dataDir === undefined) {
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
      }
    },
  }
}

/** Starts the app without waiting for a window: for a start that is expected to exit by itself. */
export async function startDesktopProcess(
  options: LaunchOptions & { dataDir: string },
): Promise<ChildProcess> {
  const env = environmentOf(options)
  const binary = options.packaged === undefined ? findElectron(ROOT, env) : undefined
  if (binary !== undefined) return spawnElectron({ binary, app: ROOT, args: options.args ?? [], env })
  return (await start(options)).process
}

function environmentOf({ env, dataDir }: LaunchOptions & { dataDir: string }): NodeJS.ProcessEnv {
  const defaults = { PORT: '0', SIGNALBOX_TRAY: '1', SIGNALBOX_NO_DIALOGS: '1', SIGNALBOX_DATA_DIR: dataDir }
  return { ...process.env, ...defaults, ...env }
}

async function start(options: LaunchOptions & { dataDir: string }): Promise<RunningApp> {
  const { args = [], packaged } = options
  const merged = environmentOf(options)
  if (packaged !== undefined) return runPackaged({ executable: packaged, args, env: merged })
  const binary = findElectron(ROOT, merged)
  if (binary !== undefined) return runElectron({ binary, app: ROOT, args, env: merged })
  return runStandIn({ app: ROOT, main: join(ROOT, 'out/main/index.js'), args, env: merged })
}

function trayOf({ evaluate }: RunningApp): Desktop['tray'] {
  return {
    async read() {
      const seen = await evaluate(readTray, null)
      return { ...seen, icon: iconName(seen.images) }
    },
    toggle: () =>
      evaluate(() => {
        const tray = globalThis.signalboxTray.tray?.deref()
        tray?.emit('click', {}, tray.getBounds())
      }, null),
    async choose(label) {
      // The menu follows the state within a second.
      await expect
        .poll(async () => (await evaluate(readTray, null)).menu, { message: `menu line "${label}"` })
        .toContainEqual({ label, enabled: true })
      await evaluate((_electron, wanted) => {
        globalThis.signalboxTray.menu?.items.find((item) => item.label === wanted)?.click()
      }, label)
    },
  }
}

async function listening(page: Page): Promise<string> {
  // A page that reloads in another language cannot respond meanwhile.
  const ask = () => page.evaluate(() => window.signalbox?.appInfo()).catch(() => undefined)
  await expect.poll(async () => (await ask())?.server.state, { message: 'the proxy listens' }).toBe('running')
  const server = (await ask())?.server
  return server?.state === 'running' ? server.baseUrl : ''
}
