import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { textReply } from '../fake-upstream/text-reply.ts'
import { startHeadless } from '../start-headless.ts'
import { askMessage } from './ask-message.ts'
import { listenRaw } from './listen-raw.ts'
import { readLog } from './read-log.ts'
import { type FaultRow, times, toRow } from './table.ts'

const STREAMS = 20
/** Length of streams, in events and ms between them, so that all are in flight when the signal arrives. */
const LONG = { events: 40, gapMs: 10 }

/** Terminates or kills the process itself. */
export async function meetProcessFaults(rounds: number, tell: (row: FaultRow) => void): Promise<void> {
  const upstream = await startFakeUpstream({ keepBodies: false })
  try {
    tell(toRow(`SIGTERM with ${STREAMS} streams`, await times(rounds, () => drain(upstream))))
    tell(toRow(`SIGKILL with ${STREAMS} streams`, await times(rounds, () => kill(upstream))))
  } finally {
    await upstream.close()
  }
}

/** Every stream ends normally; then the process exits with 0. */
async function drain(upstream: FakeUpstream) {
  upstream.reply([
    textReply(
      Array.from({ length: LONG.events }, () => 'more '),
      { gapMs: LONG.gapMs },
    ),
  ])
  const before = upstream.requests.length
  const signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
  const streams = Array.from({ length: STREAMS }, () => ask(signalbox.port))
  await upstream.until(({ length }) => length >= before + STREAMS)
  const exit = signalbox.stop()
  const heard = await Promise.all(streams)
  const { code } = await exit
  const isIntact = heard.every(({ status, end }) => status === 200 && end === 'whole')
  const problem = isIntact
    ? undefined
    : `${heard.filter(({ end }) => end !== 'whole').length} streams were cut`
  return { seen: 'streams whole, exit 0', problem: problem ?? (code === 0 ? undefined : `exit ${code}`) }
}

/**
 * Finished requests are in the log; those in flight are marked as ended by the crash; nothing else stays on the disk.
 */
async function kill(upstream: FakeUpstream) {
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-faults-'))
  const env = { ANTHROPIC_FORWARD_URL: upstream.url }
  try {
    const first = await startHeadless({ env, dataDir })
    upstream.reply([textReply(['short'])])
    await Promise.all(Array.from({ length: STREAMS }, () => ask(first.port)))
    upstream.reply([
      textReply(
        Array.from({ length: 500 }, () => 'more '),
        { gapMs: 20 },
      ),
    ])
    const before = upstream.requests.length
    const cut = Array.from({ length: STREAMS }, () => ask(first.port))
    await upstream.until(({ length }) => length >= before + STREAMS)
    await first.stop('SIGKILL')
    await Promise.all(cut)

    const second = await startHeadless({ env, dataDir })
    const rows = await readLog(second.url, { count: 2 * STREAMS, total: 2 * STREAMS })
    await second.stop()
    const done = rows.filter(({ termination }) => termination?.phase === 'done').length
    const crashed = rows.filter(({ termination }) => termination?.who === 'crash').length
    const strays = (await readdir(dataDir)).filter((name) => /\.(tmp|corrupt)/.test(name))
    return {
      seen: `${done} finished, ${crashed} by the crash`,
      problem: judgeKill({ done, crashed, strays }),
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

interface Killed {
  done: number
  crashed: number
  strays: readonly string[]
}

function judgeKill({ done, crashed, strays }: Killed): string | undefined {
  if (done !== STREAMS) return `${STREAMS - done} finished requests are missing`
  if (crashed !== STREAMS) return `${STREAMS - crashed} requests that ran are not marked`
  return strays.length === 0 ? undefined : `left behind: ${strays.join(', ')}`
}

async function ask(port: number) {
  const { head, body } = askMessage(port)
  return await listenRaw({ port, bytes: head + body, patienceMs: 10_000 })
}
