import { setTimeout } from 'node:timers/promises'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHeadless } from '../start-headless.ts'
import { flood, LOAD_CASES, neverRead } from './hostile/load-cases.ts'
import { FLOOD_CASES } from './hostile/flood-cases.ts'
import { HOSTILE_CASES, type HostileCase, type Rig } from './hostile/hostile-cases.ts'
import { type HostileUpstream, startHostileUpstream } from './hostile/hostile-upstream.ts'
import { readRssMb } from './hostile/read-memory.ts'
import { type Probed, type Watch, watchProcess } from './hostile/watch-process.ts'
import { untilIdle } from './read-log.ts'
import { type FaultRow, toRow } from './table.ts'

/** Limit of another client's `/livez` latency during any case, in ms, in excess of a bare server's. */
const LIVEZ_P99_MS = 50
const LIVEZ_MAX_MS = 250
/**
 * Minimum share of the delay that is ours for a verdict on it. Clients and upstream on two CPUs leave 0.55 to 0.75; with
 * less, other programs keep them busy.
 */
const MIN_OWN_SHARE = 0.4
/** Maximum memory growth in a hostile case, in MB. */
const GROWTH_MB = 150
/** Maximum memory some time after a flood, as a multiple of the idle program's. */
const AFTERWARDS = 1.5
const AFTERWARDS_MS = 60_000

/** Bursts after which memory must come back. */
const BURSTS: Readonly<Record<string, HostileCase>> = {
  'memory, a minute after 500 × 1 MB': (rig) => flood(rig, { requests: 500, bytes: 1024 * 1024 }),
  'memory, a minute after 200 unread': (rig) => neverRead(rig, 200),
}

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
      const met = isLoad ? withoutFlukes(seen) : seen
      tell(
        toRow(
          name,
          met.map(({ problem, slow, ...row }) => ({ ...row, problem: problem ?? slow })),
        ),
      )
    }
  } finally {
    watch.end()
    await signalbox.stop()
  }
  try {
    for (const [name, act] of Object.entries(BURSTS)) tell(toRow(name, [await lookAfterwards(upstream, act)]))
  } finally {
    await upstream.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Uses a separate process: the peaks of other cases would hide what this one leaves behind. It is not probed meanwhile,
 * because a hundred new connections a second are no idle program.
 */
async function lookAfterwards(upstream: HostileUpstream, act: HostileCase) {
  const signalbox = await startHeadless({
    env: { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${upstream.port}` },
  })
  let peakMb = 0
  const sampling = setInterval(() => (peakMb = Math.max(peakMb, readRssMb(signalbox.pid))), 20)
  try {
    await setTimeout(3_000)
    const idleMb = readRssMb(signalbox.pid)
    await act({ signalbox, upstream })
    await setTimeout(AFTERWARDS_MS)
    const rssMb = readRssMb(signalbox.pid)
    return {
      seen: `${Math.round(idleMb)} MB before, ${Math.round(peakMb)} MB meanwhile, ${Math.round(rssMb)} MB afterwards`,
      problem: rssMb > idleMb * AFTERWARDS ? 'it does not come back' : undefined,
    }
  } finally {
    clearInterval(sampling)
    await signalbox.stop()
  }
}

interface Met {
  seen: string
  problem: string | undefined
  /** `/livez` was slower than its limit. */
  slow: string | undefined
}

async function meet(
  act: HostileCase,
  rig: Rig,
  { watch, isLoad }: { watch: Watch; isLoad: boolean },
): Promise<Met> {
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
  const slow = describeSlowness(probed, isLoad ? probed.ownShare : 1)
  const isJudged = slow === undefined || probed.ownShare >= MIN_OWN_SHARE
  return {
    seen: `${outcome.seen}, ${describeLivez(probed)}${isJudged ? '' : ', not judged: the machine is too busy'}, +${Math.round(probed.peakMb - rssMb)} MB`,
    problem: outcome.problem ?? judge(probed, { rssMb, idleMs }),
    slow: isJudged ? slow : undefined,
  }
}

/** Includes the delay by other processes, and names its share. */
function describeLivez({ livez, fresh, ownShare }: Probed): string {
  const share = `${Math.round(ownShare * 100)} % of it ours`
  return `/livez at most ${Math.round(livez.max)} ms, ${Math.round(fresh.max)} ms on a new connection (${share})`
}

/**
 * A busy machine can only add delay, so load cases fail only if `/livez` was slow in every round. Others are so short
 * that one slow round tells.
 */

function withoutFlukes(rounds: readonly Met[]): Met[] {
  if (rounds.every(({ slow }) => slow !== undefined)) return [...rounds]
  return rounds.map((round) => ({ ...round, slow: undefined }))
}

function judge(
  { livez, fresh, peakMb }: Probed,
  { rssMb, idleMs }: { rssMb: number; idleMs: number },
): string | undefined {
  const lost = livez.lost + fresh.lost
  if (lost > 0) return `${lost} questions to /livez got no answer`
  if (peakMb - rssMb > GROWTH_MB) return `memory grew by ${Math.round(peakMb - rssMb)} MB`
  return idleMs > 5_000 ? 'a request is still in flight' : undefined
}

/** @param share of the latency that counts: under load, the clients and the upstream need the same CPUs as we do */
function describeSlowness({ livez, fresh, control }: Probed, share: number): string | undefined {
  for (const [where, { count, p99, max }] of Object.entries({ 'a kept': livez, 'a new': fresh })) {
    // With fewer samples, the 99th percentile is the maximum, which has a limit of its own.
    if (count >= 200 && p99 * share > LIVEZ_P99_MS + control.p99)
      return `/livez on ${where} connection: p99 ${Math.round(p99 * share)} ms`
    if (max * share > LIVEZ_MAX_MS + control.max)
      return `/livez on ${where} connection: at most ${Math.round(max * share)} ms`
  }
  return undefined
}
