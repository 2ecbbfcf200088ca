import { _electron as electron } from '@playwright/test'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunningApp } from './running-app.ts'

/** The Electron binary, if this machine has one. Never downloads it. */
export function findElectron(root: string, env: NodeJS.ProcessEnv): string | undefined {
  const dist = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist')
  const pathFile = join(root, 'node_modules/electron/path.txt')
  const binary = join(dist, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron')
  return existsSync(binary) ? binary : undefined
}

export interface ElectronOptions {
  binary: string
  app: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
}

/** Starts the app in the real Electron. */
export async function runElectron({ binary, app, args, env }: ElectronOptions): Promise<RunningApp> {
  const observer = fileURLToPath(new URL('observe-tray.cjs', import.meta.url))
  const running = await electron.launch({
    executablePath: binary,
    // Playwright passes --no-sandbox otherwise. Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['-r', observer, app, ...args],
    env: definedOnly(env),
  })
  const pid = await running.evaluate(() => process.pid)
  return {
    runtime: 'electron',
    // On Windows, `process()` is the shell that Playwright starts it with.
    kill: (signal) => void process.kill(pid, signal),
    process: running.process(),
    evaluate: (run, arg) => running.evaluate(run as never, arg as never),
    page: () => running.firstWindow(),
  }
}

/** Starts a second process, which is expected to exit by itself. Playwright would take that for a failed launch. */
export function spawnElectron({ binary, app, args, env }: ElectronOptions): ChildProcess {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return spawn(binary, [...sandbox, app, ...args], {
    env: definedOnly(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
