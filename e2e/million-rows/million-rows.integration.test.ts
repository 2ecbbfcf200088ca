import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DATABASE_FILE } from '../../main/storage/client/create-store.ts'
import { fillMany } from '../../main/storage/testing/fill-many.ts'
import { openStorageWorker } from '../../main/storage/testing/open-engine.ts'
import { buildExchange } from '../bench/run-load.ts'
import { percentile } from '../bench/stats.ts'
import { startProcess } from '../bench/targets/start-process.ts'
import { connect, type Outcome } from '../bench/wire/connect.ts'
import { requestBody } from '../bench/wire/request-body.ts'
import { startHeadless } from '../start-headless.ts'

/**
 * For the full size: SIGNALBOX_ROWS=1000000 SIGNALBOX_STREAMS=1000; optionally SIGNALBOX_PERF_FILE, a file filled by
 * main/storage/perf.integration.test.ts, of which a copy is queried.
 */
const ROWS = Number(process.env['SIGNALBOX_ROWS'] ?? 20_000)
const STREAMS = Number(process.env['SIGNALBOX_STREAMS'] ?? 100)
const FILLED = process.env['SIGNALBOX_PERF_FILE']
/** Times are judged at full size only: a shared machine is too noisy for milliseconds. */
const IS_WHOLE = ROWS >= 1_000_000 && STREAMS >= 1000
const ROUNDS = IS_WHOLE ? 3 : 1
/**
 * Limits in ms: the 95th percentile of a response, of one that may scan every row, and the 99th percentile of the delay
 * that queries add to a stream.
 */
const LIMIT = { response: 200, search: 2000, delay: 5 }
const SEARCHES = new Set(['failed', 'slow', 'search'])

const PACE_MS = 100
const PLAN = { pace: PACE_MS, deltas: IS_WHOLE ? 80 : 20, deltaSize: 24 } as const
/** Number of steps in which the streams open, over one second. */
const STEPS = 50

let folder = ''
let started: { stop: () => Promise<unknown> }[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-many-'))
})
afterEach(async () => {
  await Promise.all(started.map((one) => one.stop()))
  started = []
  rmSync(folder, { recursive: true, force: true })
})

it(
  `answers from ${ROWS} rows while ${STREAMS} streams run, and delays none`,
  { timeout: 900_000 },
  async () => {
    await fill()
    const port = await startSignalbox()
    const took = new Map<string, number[]>()
    const quiet: number[] = []
    const asked: number[] = []
    await stream(port)
    for (let round = 0; round < ROUNDS; round++) {
      quiet.push(...(await stream(port)))
      const asking = startAsking(port)
      asked.push(...(await stream(port)))
      for (const [title, times] of Object.entries(await asking.end()))
        took.set(title, [...(took.get(title) ?? []), ...times])
    }
    const responses = [...took].map(([title, times]) => ({ title, times, p95: percentile(times, 0.95) }))
    const delays = { quiet: percentile(quiet, 0.99) - PACE_MS, asked: percentile(asked, 0.99) - PACE_MS }
    print(responses, delays)
    expect(responses.length).toBeGreaterThan(10)
    if (!IS_WHOLE) return
    const limitOf = (title: string) => (SEARCHES.has(title) ? LIMIT.search : LIMIT.response)
    expect(responses.filter(({ title, p95 }) => !(p95 <= limitOf(title))).map(({ title }) => title)).toEqual(
      [],
    )
    expect(delays.asked - delays.quiet).toBeLessThanOrEqual(LIMIT.delay)
  },
)

async function fill(): Promise<void> {
  const file = join(folder, DATABASE_FILE)
  if (FILLED !== undefined) return copyFileSync(FILLED, file)
  const storageWorker = openStorageWorker({ file })
  await fillMany(storageWorker, ROWS)
  await storageWorker.close()
}

async function startSignalbox(): Promise<number> {
  // The rows are older than the default retention.
  writeFileSync(join(folder, 'config.json'), '{"storage":{"capture":"full","maxDays":0,"maxMegabytes":0}}')
  const upstream = await startProcess({
    args: [fileURLToPath(new URL('../bench/upstream/upstream.ts', import.meta.url))],
  })
  started.push(upstream)
  const env = { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${upstream.port}` }
  const signalbox = await startHeadless({ dataDir: folder, env })
  started.push(signalbox)
  return signalbox.port
}

/** Runs all streams at once; resolves with the times between pieces, in ms. */
async function stream(port: number): Promise<number[]> {
  const body = requestBody(2000)
  const running: Promise<Outcome>[] = []
  for (let id = 0; id < STREAMS; id++) {
    running.push(streamOne(port, id, body))
    if (id % Math.ceil(STREAMS / STEPS) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const outcomes = await Promise.all(running)
  expect(outcomes.filter(({ error, faults }) => error !== undefined || faults !== undefined)).toEqual([])
  return outcomes.flatMap(({ gapsMs }) => gapsMs)
}

async function streamOne(port: number, id: number, body: Buffer): Promise<Outcome> {
  const connection = await connect(port)
  const outcome = await connection.exchange(buildExchange(port, { body, plan: PLAN, id }))
  connection.close()
  return outcome
}

/** Sends queries from a separate process until it is told to stop: a client busy with streams would measure itself. */
function startAsking(port: number): { end: () => Promise<Record<string, number[]>> } {
  const program = join(import.meta.dirname, 'ask-questions.ts')
  const child = spawn(process.execPath, [program, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const output = child.stdout.setEncoding('utf8').toArray()
  return {
    async end() {
      child.stdin.end()
      return JSON.parse((await output).join('')) as Record<string, number[]>
    },
  }
}

function print(
  responses: readonly { title: string; times: readonly number[]; p95: number }[],
  { quiet, asked }: { quiet: number; asked: number },
): void {
  const load = loadavg().map((one) => one.toFixed(1))
  const lines = [
    `${ROWS} rows, ${STREAMS} streams, load ${load.join(' ')}`,
    ...responses.map(
      ({ title, times, p95 }) =>
        `${title.padEnd(26)} p50 ${ms(percentile(times, 0.5))}, p95 ${ms(p95)} of ${times.length}`,
    ),
    `a piece comes late, p99:   ${ms(quiet)} without questions, ${ms(asked)} with them`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function ms(time: number): string {
  return `${time.toFixed(1).padStart(8)} ms`
}
