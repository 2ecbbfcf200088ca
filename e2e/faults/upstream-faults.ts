import type { RequestSummary } from '../../shared/request-log.ts'
import { MISBEHAVIOURS, type Misbehaviour } from '../fake-upstream/misbehaviours/misbehaviours.ts'
import { type FakeUpstream, type Script, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from '../start-headless.ts'
import { askMessage } from './ask-message.ts'
import { type Heard, listenRaw } from './listen-raw.ts'
import { readLog, untilIdle } from './read-log.ts'
import { type FaultRow, toRow } from './table.ts'

/** Anything that hangs longer than this, in ms, counts as hung. */
const PATIENCE_MS = 1_500

/** Time to release one side after the other disconnects, in ms; doubled for a busy machine. */
const RELEASE_MS = 500

/**
 * Every misbehaviour of the fake upstream, directly and through Signalbox in turn: the same status, bytes and kind of
 * end, a single upstream request, released, and one matching row in the log.
 */
export async function meetUpstreamFaults(rounds: number, tell: (row: FaultRow) => void): Promise<void> {
  // Two upstreams that see the same number of requests, because a response's id contains their count.
  const near = await startFakeUpstream()
  const far = await startFakeUpstream()
  const signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: far.url } })
  try {
    for (const [name, script] of entries(MISBEHAVIOURS))
      tell(await meet({ name, script, rounds, near, far, signalbox }))
  } finally {
    await Promise.all([near.close(), far.close()])
    await signalbox.stop()
  }
}

interface Meeting {
  name: Misbehaviour
  script: Script
  rounds: number
  near: FakeUpstream
  far: FakeUpstream
  signalbox: Headless
}

async function meet({ name, script, rounds, near, far, signalbox }: Meeting): Promise<FaultRow> {
  const seen: { seen: string; problem: string | undefined }[] = []
  const proxied: Heard[] = []
  for (let round = 0; round < rounds; round++) {
    near.reply(script)
    far.reply(script)
    const direct = await hear(near.port)
    const before = far.requests.length
    const through = await hear(signalbox.port)
    proxied.push(through)
    const idleMs = await untilIdle(signalbox.url)
    const asked = far.requests.length - before
    seen.push({ seen: inWords(direct, through), problem: judge(direct, through, { asked, idleMs }) })
  }
  const log = await readLog(signalbox.url, { count: rounds, total: far.requests.length })
  const row = toRow(name, seen)
  const wrong = log.map((entry, index) => judgeRow(entry, proxied.at(-1 - index))).filter(Boolean)
  const missing = log.length < rounds ? [`${rounds - log.length} of ${rounds} are not in the log`] : []
  return {
    ...row,
    held: Math.max(0, row.held - wrong.length - missing.length),
    reasons: [...new Set([...row.reasons, ...wrong.flatMap((reason) => reason ?? []), ...missing])],
  }
}

async function hear(port: number): Promise<Heard> {
  const { head, body } = askMessage(port)
  return await listenRaw({ port, bytes: head + body, patienceMs: PATIENCE_MS })
}

function judge(
  direct: Heard,
  through: Heard,
  { asked, idleMs }: { asked: number; idleMs: number },
): string | undefined {
  if (asked !== 1) return `the upstream was asked ${asked} times`
  if (idleMs > RELEASE_MS) return `still in flight after ${Math.round(idleMs)} ms`
  if (direct.status === undefined) return judgeOwn(direct, through)
  if (through.proxyError !== undefined) return `${through.proxyError} in place of the upstream's answer`
  if (through.status !== direct.status) return `${through.status} in place of ${direct.status}`
  if (!areSame(direct, through)) return `${through.body.length} other bytes`
  if (through.end !== direct.end) return `${through.end} in place of ${direct.end}`
  return undefined
}

/** If the upstream sent no valid HTTP, Signalbox responds itself: with a 502, or with the same silence. */
function judgeOwn(direct: Heard, through: Heard): string | undefined {
  if (direct.end === 'open')
    return through.end === 'open' ? undefined : `${through.status} in place of silence`
  if (through.status !== 502 || through.proxyError === undefined) return `${through.status} in place of a 502`
  return through.end === 'whole' ? undefined : `our own answer is ${through.end}`
}

/** Checks the log row of a response. Only the log knows if a broken one was the upstream's fault. */
function judgeRow({ termination }: RequestSummary, heard: Heard | undefined): string | undefined {
  const { who, phase } = termination ?? {}
  const told = `the log says ${who}/${phase}`
  if (heard === undefined || termination === undefined) return 'the log does not say how it ended'
  if (heard.end === 'open') return who === 'client' ? undefined : `${told} of an answer that the client left`
  if (heard.proxyError !== undefined)
    return who === 'upstream' ? undefined : `${told} of an upstream that broke`
  const isDone = phase === 'done'
  return isDone === (heard.end === 'whole') ? undefined : `${told} of an answer that is ${heard.end}`
}

/** If the response was still running when we disconnected, one side may have received a little more. */
function areSame(direct: Heard, through: Heard): boolean {
  if (direct.end !== 'open') return through.body.equals(direct.body)
  const length = Math.min(direct.body.length, through.body.length)
  return direct.body.subarray(0, length).equals(through.body.subarray(0, length))
}

function inWords(direct: Heard, through: Heard): string {
  if (direct.status === undefined) {
    const own = through.proxyError === undefined ? through.end : `${through.status} ${through.proxyError}`
    return `no answer (${direct.end}): ${own}`
  }
  return `${direct.status} ${direct.end}, ${direct.body.length} bytes`
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][]
}
