import { setTimeout } from 'node:timers/promises'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHeadless } from '../start-headless.ts'
import { flood, LOAD_CASES } from './hostile/load-cases.ts'
import { FLOOD_CASES } from './hostile/flood-cases.ts'
import { HOSTILE_CASES, type HostileCase, type Rig } from './hostile/hostile-cases.ts'
import { type HostileUpstream, startHostileUpstream } from './hostile/hostile-upstream.ts'
import { type Probed, type Watch, watchProcess } from './hostile/watch-process.ts'
import { untilIdle } from './read-log.ts'
import { type FaultRow, toRow } from './table.ts'

/** Limit of another client's `/livez` latency during a hostile case, in ms, in excess of a bare server's. */
const LIVEZ_P99_MS = 50
const LIVEZ_MAX_MS = 250
/** Maximum memory growth in a hostile case, in MB. */
const GROWTH_MB = 150
/** Maximum memory some time after a flood, as a multiple of the idle program's. */
const AFTERWARDS = 1.5
const AFTERWARDS_MS = 60_000

const CASES = [
  ...Object.entries({ ...HOSTILE_CASES, ...FLOOD_CASES }).map(([name, act]) => ({
    name,
    act,
    isLoad: false,
  })),
  ...Object.entries(LOAD_CASES).map(([name, act]) => ({ name, act, isLoad: true })),
]

/**
 * Hostile bytes from clients, upstreams and providers: each case ends cleanly, no other client is delayed, and memory
 * stays bounded. One process for all cases, so that leftovers of one show in the next.
 */
export async function meetHostileFaults(rounds: number, tell: (row: FaultRow) => void): Promise<void> {
  const upstream = await startHostileUpstream()
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-hostile-'))
  const base = `http://127.0.0.1:${upstream.port}`
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({
      providers: [{ name: 'hostile', type: 'openai-compatible', apiBaseUrl: `${base}/v1`, models: ['any'] }],
    }),
  )
  const env = { ANTHROPIC_FORWARD_URL: base, DASHBOARD_PASSWORD: 'open sesame' }
  const signalbox = await startHeadless({ dataDir: folder, env })
  const watch = watchProcess(signalbox)
  const rig: Rig = { signalbox, upstream }
  try {
    for (const { name, act, isLoad } of CASES) {
      const seen = []
      for (let round = 0; round < rounds; round++) seen.push(await meet(act, rig, { watch, isLoad }))
      tell(toRow(name, seen))
    }
  } finally {
    watch.end()
    await signalbox.stop()
  }
  try {
    tell(toRow('memory, a minute after 500 × 1 MB', [await lookAfterwards(upstream)]))
  } finally {
    await upstream.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Uses a separate process: the peaks of other cases would hide what this one leaves behind. */
async function lookAfterwards(upstream: HostileUpstream) {
  const signalbox = await startHeadless({
    env: { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${upstream.port}` },
  })
  const watch = watchProcess(signalbox)
  try {
    await setTimeout(3_000)
    const { rssMb: idleMb } = await watch.report()
    await flood({ signalbox, upstream }, { requests: 500, bytes: 1024 * 1024 })
    await setTimeout(AFTERWARDS_MS)
    const { rssMb, peakMb } = await watch.report()
    return {
      seen: `${Math.round(idleMb)} MB before, ${Math.round(peakMb)} MB meanwhile, ${Math.round(rssMb)} MB afterwards`,
      problem: rssMb > idleMb * AFTERWARDS ? 'it does not come back' : undefined,
    }
  } finally {
    watch.end()
    await signalbox.stop()
  }
}

async function meet(act: HostileCase, rig: Rig, { watch, isLoad }: { watch: Watch; isLoad: boolean }) {
  const { rssMb } = await watch.report()
  const outcome = await act(rig).then(
    (seen) => ({ seen, problem: undefined }),
    (error: unknown) => ({
      seen: 'not held',
      problem: error instanceof Error ? error.message : String(error),
    }),
  )
  const idleMs = await untilIdle(rig.signalbox.url)
  // Work after the end of a response (the log's copy) belongs to the case.
  await setTimeout(300)
  const probed = await watch.report()
  return {
    seen: `${outcome.seen}, /livez at most ${Math.round(probed.livez.max)} ms, +${Math.round(probed.peakMb - rssMb)} MB`,
    problem: outcome.problem ?? judge(probed, { rssMb, idleMs, isLoad }),
  }
}

function judge(
  { livez, control, peakMb }: Probed,
  { rssMb, idleMs, isLoad }: { rssMb: number; idleMs: number; isLoad: boolean },
): string | undefined {
  if (livez.lost > 0) return `${livez.lost} questions to /livez got no answer`
  if (peakMb - rssMb > GROWTH_MB) return `memory grew by ${Math.round(peakMb - rssMb)} MB`
  if (idleMs > 5_000) return 'a request is still in flight'
  // The probe queues behind hundreds of concurrent requests.
  if (isLoad) return undefined
  // With fewer samples, the 99th percentile is the maximum, which has a limit of its own.
  if (livez.count >= 200 && livez.p99 > LIVEZ_P99_MS + control.p99)
    return `/livez p99 ${Math.round(livez.p99)} ms`
  return livez.max > LIVEZ_MAX_MS + control.max ? `/livez at most ${Math.round(livez.max)} ms` : undefined
}
