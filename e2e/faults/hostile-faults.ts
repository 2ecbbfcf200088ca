import { setTimeout } from 'node:timers/promises'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHeadless } from '../start-headless.ts'
import { HOSTILE_CASES, type HostileCase, type Rig } from './hostile/hostile-cases.ts'
import { startHostileUpstream } from './hostile/hostile-upstream.ts'
import { type Probed, type Watch, watchProcess } from './hostile/watch-process.ts'
import { untilIdle } from './read-log.ts'
import { type FaultRow, toRow } from './table.ts'

/** What another client's `/livez` may take during a hostile case, in ms, beyond a bare server asked beside it. */
const LIVEZ_P99_MS = 50
const LIVEZ_MAX_MS = 250
/** How far memory may grow in a hostile case, in MB. */
const GROWTH_MB = 150

/**
 * Hostile bytes from clients, upstreams and providers: each gets an orderly end, no other client waits for it, and
 * memory stays bounded. One program for all of them, so that what one leaves behind is seen in the next.
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
    for (const [name, act] of Object.entries(HOSTILE_CASES)) {
      const seen = []
      for (let round = 0; round < rounds; round++) seen.push(await meet(act, rig, watch))
      tell(toRow(name, seen))
    }
  } finally {
    watch.end()
    await signalbox.stop()
    await upstream.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function meet(act: HostileCase, rig: Rig, watch: Watch) {
  const { rssMb } = await watch.report()
  const outcome = await act(rig).then(
    (seen) => ({ seen, problem: undefined }),
    (error: unknown) => ({
      seen: 'not held',
      problem: error instanceof Error ? error.message : String(error),
    }),
  )
  const idleMs = await untilIdle(rig.signalbox.url)
  // What is done with a response after its end (the log's copy) belongs to the case.
  await setTimeout(300)
  const probed = await watch.report()
  return {
    seen: `${outcome.seen}, /livez at most ${Math.round(probed.livez.max)} ms, +${Math.round(probed.peakMb - rssMb)} MB`,
    problem: outcome.problem ?? judge(probed, { rssMb, idleMs }),
  }
}

function judge(
  { livez, control, peakMb }: Probed,
  { rssMb, idleMs }: { rssMb: number; idleMs: number },
): string | undefined {
  if (livez.lost > 0) return `${livez.lost} questions to /livez got no answer`
  // Of fewer questions the 99th percentile is the slowest one, which has a bound of its own.
  if (livez.count >= 200 && livez.p99 > LIVEZ_P99_MS + control.p99)
    return `/livez p99 ${Math.round(livez.p99)} ms`
  if (livez.max > LIVEZ_MAX_MS + control.max) return `/livez at most ${Math.round(livez.max)} ms`
  if (peakMb - rssMb > GROWTH_MB) return `memory grew by ${Math.round(peakMb - rssMb)} MB`
  return idleMs > 5_000 ? 'a request is still in flight' : undefined
}
