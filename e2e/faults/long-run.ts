import { setTimeout } from 'node:timers/promises'
import { MISBEHAVIOURS } from '../fake-upstream/misbehaviours/misbehaviours.ts'
import { readHeader, type RecordedRequest } from '../fake-upstream/recorded-request.ts'
import type { Reply } from '../fake-upstream/reply.ts'
import { type FakeUpstream, type Script, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { textReply } from '../fake-upstream/text-reply.ts'
import { type Headless, startHeadless } from '../start-headless.ts'
import { askMessage } from './ask-message.ts'
import { watchProcess } from './hostile/watch-process.ts'
import { listenRaw, speakRaw } from './listen-raw.ts'
import { readLog, untilIdle } from './read-log.ts'
import type { FaultRow } from './table.ts'

/** Concurrent requests of a burst. */
const BURST = 8
/** Bursts between two checks of the invariants. */
const BURSTS_PER_LOOK = 20
/** Maximum memory growth since the first check, in MB. */
const CEILING_MB = 250
/** Request header with the upstream's instruction. */
const ORDER = 'x-order'

interface Rig {
  signalbox: Headless
  upstream: FakeUpstream
  random: () => number
}

/**
 * Runs random combinations of faults for a given time and checks the invariants in between: every request that reached
 * the upstream has a row in the log, nothing stays in flight, streams beside the faults are complete and in order, and
 * memory stays below its ceiling.
 *
 * @param options.minutes duration
 * @param options.seed repeats a run
 */
export async function runLong(
  { minutes, seed }: { minutes: number; seed: number },
  tell: (row: FaultRow) => void,
): Promise<void> {
  const upstream = await startFakeUpstream({ keepBodies: false, script: obey })
  const signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
  const watch = watchProcess(signalbox)
  const rig: Rig = { signalbox, upstream, random: randomFrom(seed) }
  const end = performance.now() + minutes * 60_000
  let baseMb: number | undefined
  try {
    for (let look = 1; performance.now() < end; look++) {
      const reasons: string[] = []
      for (let burst = 0; burst < BURSTS_PER_LOOK && performance.now() < end; burst++)
        reasons.push(...(await meetBurst(rig)))
      const found = await lookAround(rig)
      const probed = await watch.report()
      baseMb ??= probed.rssMb
      if (probed.peakMb - baseMb > CEILING_MB) found.push(`memory at ${Math.round(probed.peakMb)} MB`)
      const lost = probed.livez.lost + probed.fresh.lost
      if (lost > 0) found.push(`${lost} questions to /livez got no answer`)
      tell({
        fault: `look ${look}, seed ${seed}`,
        seen: `${upstream.requests.length} requests, ${Math.round(probed.rssMb)} MB, /livez at most ${Math.round(probed.livez.max)} ms`,
        rounds: 1,
        held: reasons.length + found.length === 0 ? 1 : 0,
        reasons: [...new Set([...reasons, ...found])],
      })
    }
  } finally {
    watch.end()
    await signalbox.stop()
    await upstream.close()
  }
}

/** Sends several requests at once, each with a fault of its own, and one good stream beside them. */
async function meetBurst({ signalbox, random }: Rig): Promise<string[]> {
  const faults = Array.from({ length: BURST }, () => pick(Object.keys(MISBEHAVIOURS), random))
  const words = 1 + Math.floor(random() * 40)
  const [heard] = await Promise.all([
    listenRaw({ port: signalbox.port, bytes: asking(signalbox.port, `words ${words}`), patienceMs: 20_000 }),
    ...faults.map((fault) => misbehave({ signalbox, random }, fault)),
  ])
  const text = [...heard.body.toString('utf8').matchAll(/"text":"([^"]{0,20})"/g)].map(([, word]) => word)
  const isWhole = heard.status === 200 && heard.end === 'whole' && text.join('') === countTo(words).join('')
  return isWhole ? [] : [`a stream beside ${faults.join(', ')} is ${heard.end} (${heard.status})`]
}

/** A client that stays, or disconnects at a random moment in a random way. */
async function misbehave(
  { signalbox: { port }, random }: Pick<Rig, 'signalbox' | 'random'>,
  fault: string,
): Promise<void> {
  const bytes = asking(port, `fault ${fault}`)
  if (random() < 0.6) {
    await listenRaw({ port, bytes, patienceMs: 200 + random() * 800 })
    return
  }
  const socket = await speakRaw(port, bytes.slice(0, Math.floor(random() * bytes.length) + 1))
  await setTimeout(random() * 200)
  if (random() < 0.5) socket.resetAndDestroy()
  else socket.destroy()
}

/** A request with an instruction for the upstream. */
function asking(port: number, order: string): string {
  const { head, body } = askMessage(port)
  return `${head.replace('\r\n\r\n', `\r\n${ORDER}: ${order}\r\n\r\n`)}${body}`
}

/** Follows the request's instruction; the faults are those of `npm run faults`. */
function obey(request: RecordedRequest): Reply | undefined {
  const [kind, what = ''] = (readHeader(request, ORDER) ?? '').split(/ (.*)/)
  if (kind === 'words') return textReply(countTo(Number(what)), { gapMs: Number(what) % 3 })
  const script = Object.entries<Script>(MISBEHAVIOURS).find(([name]) => name === what)?.[1]
  return typeof script === 'function' ? script(request) : script?.[0]
}

function countTo(words: number): string[] {
  return Array.from({ length: words }, (_, index) => `${index} `)
}

function pick<T>(from: readonly T[], random: () => number): T {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}

async function lookAround({ signalbox, upstream }: Rig): Promise<string[]> {
  const idleMs = await untilIdle(signalbox.url, 10_000)
  const asked = upstream.requests.length
  const rows = await readLog(signalbox.url, { count: 100, total: asked })
  const unended = rows.filter(({ termination }) => termination === undefined).length
  return [
    ...(idleMs > 10_000 ? ['a request stays in flight'] : []),
    ...(rows.length < Math.min(100, asked) ? [`${asked} requests, ${rows.length} rows`] : []),
    ...(unended > 0 ? [`${unended} rows without an end`] : []),
  ]
}

/** mulberry32 (public domain, Tommy Ettinger): the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
