import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openPage } from '../../main/base/open-page.ts'
import { startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { runTraffic } from './run-traffic.ts'
import { writeStory } from './write-story.ts'

/*
 * `npm run demo`: the product with invented traffic, without an account. Everything that it writes is in one folder,
 * which is removed at the end: log, settings, and a home of Claude Code. The upstream is a server of its own on this
 * computer.
 */

const START = join(import.meta.dirname, '../../main/start.ts')

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string', default: '0' },
    open: { type: 'boolean', default: true },
  },
  allowNegative: true,
})

await demo()

async function demo(): Promise<void> {
  build()
  const ended = untilEnd()
  const home = await makeFolder(values.dir)
  const abort = new AbortController()
  try {
    const dashboard = await startDashboard({
      home,
      args: ['--port', values.port],
      seed: (dataDir) => writeStory(dataDir, Date.now()),
    })
    // In the settings of its own home, so that the pages say what they say in daily use.
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    await fetch(`${dashboard.url}/api/connection/connect`, json)
    const traffic = runTraffic(dashboard.url, dashboard.upstream, abort.signal)
    console.log(`Signalbox demo: ${dashboard.url}`)
    console.log(`Everything here is invented, and stored in ${home}. Ctrl-C ends it and removes that folder.`)
    if (values.open) openPage(dashboard.url, process.platform)
    await Promise.race([ended, dashboard.server.exited])
    abort.abort()
    await traffic
    await dashboard.close()
  } finally {
    await rm(home, { recursive: true, force: true })
  }
  process.exit(0)
}

/** As `npm start` does: only if something changed. */
function build(): void {
  const { status } = spawnSync(process.execPath, [START, 'headless', '--version'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) process.exit(1)
}

/** A new folder: one that has content is not ours to remove. */
async function makeFolder(dir: string | undefined): Promise<string> {
  if (dir === undefined) return await mkdtemp(join(tmpdir(), 'signalbox-demo-'))
  const folder = resolve(dir)
  if (existsSync(folder)) {
    console.error(`${folder} exists. Choose a folder that doesn’t: it is removed at the end.`)
    process.exit(64)
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Resolves at the first request to end. Further ones are ignored: npm passes on what the terminal sent already. */
function untilEnd(): Promise<void> {
  const { promise, resolve: end } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end())
  return promise
}
