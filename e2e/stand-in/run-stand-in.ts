import { chromium, type Page } from '@playwright/test'
import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { EvaluationResult } from './evaluate.ts'
import type { Evaluate, RunningApp } from './running-app.ts'

export interface StandInOptions {
  /** Folder of the app. */
  app: string
  /** The app's `main` from package.json. */
  main: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
}

export interface PackagedOptions {
  executable: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
}

/** The fourth is the channel for evaluations. */
const STDIO: StdioOptions = ['ignore', 'pipe', 'pipe', 'ipc']

type Message = EvaluationResult | { type: 'browser'; port: number }

/** Starts the app's main process on Node with the stand-in, and attaches to its Chromium. */
export function runStandIn({ app, main, args, env }: StandInOptions): RunningApp {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
  const node = ['--import', file('register.ts'), file('run-main.ts')]
  return attach(spawn(nodeBinary(), [...node, app, main, ...args], { env, stdio: STDIO }))
}

/** Starts a packaged app whose Electron is the stand-in (`make-dist.ts`). */
export function runPackaged({ executable, args, env }: PackagedOptions): RunningApp {
  return attach(spawn(executable, args, { env: { ...env, STAND_IN_NODE: nodeBinary() }, stdio: STDIO }))
}

function attach(child: ChildProcess): RunningApp {
  const port = new Promise<number>((resolve) => {
    child.on('message', (message: Message) => message.type === 'browser' && resolve(message.port))
  })
  return {
    runtime: 'stand-in',
    process: child,
    kill: (signal) => void child.kill(signal),
    evaluate: evaluateIn(child),
    page: async () => findPage(await Promise.race([port, goneBefore(child, 'opening Chromium')])),
  }
}

/** Node binary for the app's main process, which needs Electron's Node version; the specs may run on another. */
export function nodeBinary(): string {
  return createRequire(import.meta.url).resolve('node/bin/node')
}

async function goneBefore(child: ChildProcess, what: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`The app exited with ${String(code)} before ${what}`)
}

async function findPage(port: number): Promise<Page> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('Chromium has no default context')
  return new Promise((resolve, reject) => {
    // Chromium opens a blank page of its own, which never matches.
    const watch = (page: Page) => void page.waitForURL(/\/tray\.html$/).then(() => resolve(page), reject)
    context.pages().forEach(watch)
    context.on('page', watch)
  })
}

function evaluateIn(child: ChildProcess): Evaluate {
  // Pending evaluations by number.
  const waiting = new Map<number, PromiseWithResolvers<never>>()
  let last = 0
  child.on('message', (message: Message) => {
    if (message.type !== 'result') return
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) asked?.resolve(message.value as never)
    else asked?.reject(new Error(message.error))
  })
  child.once('exit', () => {
    for (const asked of waiting.values()) asked.reject(new Error('The app exited during an evaluation'))
  })
  return async (run, arg) => {
    const asked = Promise.withResolvers<never>()
    if (!child.connected) throw new Error('The app has exited')
    waiting.set(++last, asked)
    child.send({ id: last, source: run.toString(), arg })
    return asked.promise
  }
}
