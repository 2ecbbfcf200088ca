import type { Socket } from 'node:net'
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { textReply } from '../fake-upstream/text-reply.ts'
import { type Headless, startHeadless } from '../start-headless.ts'
import { askMessage } from './ask-message.ts'
import { speakRaw } from './listen-raw.ts'
import { readLog, untilIdle } from './read-log.ts'
import { type FaultRow, times, toRow } from './table.ts'

/** Time to release the upstream after the client disconnects, in ms; doubled for a busy machine. */
const RELEASE_MS = 500

/** Ways to disconnect: a clean close, or a reset. */
const GOODBYES = {
  FIN: (socket: Socket) => socket.end(),
  RST: (socket: Socket) => socket.resetAndDestroy(),
} as const

/** Points at which the client disconnects. Resolves once the request has reached the point. */
const PLACES: Readonly<Record<string, Place>> = {
  'after connecting': { say: () => '', asked: 0 },
  'in its head': { say: ({ head }) => head.slice(0, 40), asked: 0 },
  'in its body': { say: ({ head, body }) => head + body.slice(0, 20), asked: 0 },
  'while it waits for headers': { say: whole, asked: 1, waits: 'headers' },
  'in the stream': { say: whole, asked: 1, waits: 'stream' },
}

interface Place {
  say: (message: { head: string; body: string }) => string
  /** Maximum number of upstream requests by then. */
  asked: number
  waits?: 'headers' | 'stream'
}

/** Clients that disconnect at every point and in both ways: the upstream is released, and the log names the client. */
export async function meetClientFaults(rounds: number, tell: (row: FaultRow) => void): Promise<void> {
  const upstream = await startFakeUpstream()
  const signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
  try {
    for (const [name, place] of Object.entries(PLACES)) {
      for (const goodbye of ['FIN', 'RST'] as const) {
        const seen = await times(rounds, () => leave({ place, goodbye, upstream, signalbox }))
        tell(withSlowest(toRow(`${goodbye} ${name}`, seen), seen, place))
      }
    }
  } finally {
    await upstream.close()
    await signalbox.stop()
  }
}

interface Leaving {
  place: Place
  goodbye: keyof typeof GOODBYES
  upstream: FakeUpstream
  signalbox: Headless
}

async function leave({ place, goodbye, upstream, signalbox }: Leaving) {
  const before = upstream.requests.length
  upstream.reply([
    place.waits === 'stream'
      ? textReply(
          Array.from({ length: 500 }, () => 'more '),
          { gapMs: 20 },
        )
      : { kind: 'raw', steps: [{ step: 'silence' }] },
  ])
  const socket = await speakRaw(signalbox.port, place.say(askMessage(signalbox.port)))
  if (place.waits === 'stream') await new Promise((resolve) => socket.once('data', resolve))
  if (place.asked > 0) await upstream.until(({ length }) => length > before)
  const leftAt = performance.now()
  GOODBYES[goodbye](socket)
  if (place.asked > 0) await upstream.until((all) => all.at(-1)?.clientClosedAt !== undefined)
  const releaseMs = (upstream.requests.at(-1)?.clientClosedAt ?? leftAt) - leftAt
  const idleMs = await untilIdle(signalbox.url)
  const asked = upstream.requests.length - before
  const who =
    place.asked > 0
      ? (await readLog(signalbox.url, { count: 1, total: upstream.requests.length }))[0]?.termination?.who
      : 'client'
  socket.destroy()
  return { seen: String(Math.max(0, releaseMs)), problem: judge(place, { asked, releaseMs, idleMs, who }) }
}

interface Left {
  asked: number
  releaseMs: number
  idleMs: number
  who: string | undefined
}

function judge(place: Place, { asked, releaseMs, idleMs, who }: Left): string | undefined {
  if (asked !== place.asked) return `the upstream was asked ${asked} times`
  if (releaseMs > RELEASE_MS) return `the upstream was let go after ${Math.round(releaseMs)} ms`
  if (idleMs > RELEASE_MS) return `still in flight after ${Math.round(idleMs)} ms`
  return who === 'client' ? undefined : `the log says that ${who} ended it`
}

function withSlowest(row: FaultRow, rounds: readonly { seen: string }[], place: Place): FaultRow {
  if (place.asked === 0) return { ...row, seen: 'upstream never asked' }
  const slowest = Math.max(...rounds.map(({ seen }) => Number(seen)))
  return { ...row, seen: `upstream let go within ${slowest.toFixed(1)} ms` }
}

function whole({ head, body }: { head: string; body: string }): string {
  return head + body
}
