import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OpenTimer } from './idle-rig/list-timers.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/** Time for the start to be over, in ms: checks, storage, and V8's own work afterwards. */
const SETTLE_MS = 10_000
const WINDOW_MS = 20_000
/** In a window. The goal is 20; now and then a slow poll falls into it. Before polls became watches it was 210. */
const MAX_WAKES = 30
/** Shortest timer that may be open, in ms. */
const MIN_TIMER_MS = 10_000

let folder: string
let upstream: Server
let signalbox: Headless

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-idle-'))
  // Without an upstream that is reachable, the probes of it would be counted.
  upstream = createServer((_req, res) => void res.end('{}')).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const address = upstream.address()
  const port = typeof address === 'object' ? address?.port : 0
  signalbox = await startHeadless({
    env: {
      ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${port}`,
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'idle-rig/list-timers.ts')}`,
      SIGNALBOX_TIMERS: join(folder, 'timers.json'),
    },
  })
  await (await fetch(`${signalbox.url}/v1/messages`, { method: 'POST', body: '{}' })).text()
  await setTimeout(SETTLE_MS)
}, 60_000)
afterAll(async () => {
  await signalbox.stop()
  upstream.closeAllConnections()
  upstream.close()
  await rm(folder, { recursive: true, force: true })
})

/** Times that a thread went to sleep, over all threads of a process (proc(5)). */
async function countWakes(pid: number): Promise<number> {
  let sum = 0
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    // A thread may end meanwhile.
    const status = await readFile(`/proc/${pid}/task/${thread}/status`, 'utf8').catch(() => '')
    sum += Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0)
  }
  return sum
}

async function wakesInWindow(): Promise<number> {
  const before = await countWakes(signalbox.pid)
  expect(before).toBeGreaterThan(100)
  await setTimeout(WINDOW_MS)
  return (await countWakes(signalbox.pid)) - before
}

it.runIf(process.platform === 'linux')(
  'lets the machine sleep while nothing happens and no page reads',
  async () => {
    const wakes = await wakesInWindow()
    console.log(`wake-ups a second: ${((wakes / WINDOW_MS) * 1000).toFixed(2)}`)
    expect(wakes).toBeLessThan(MAX_WAKES)
  },
  60_000,
)

it.skipIf(process.platform === 'win32')('keeps no short timer open', async () => {
  process.kill(signalbox.pid, 'SIGUSR2')
  const path = join(folder, 'timers.json')
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toMatch(/\]$/)
  const timers = JSON.parse(await readFile(path, 'utf8')) as OpenTimer[]
  // It saw the checks' timers.
  expect(timers.some(({ stack }) => stack.includes('monitor.ts'))).toBe(true)
  expect(timers.filter(({ ms }) => ms < MIN_TIMER_MS)).toEqual([])
})
