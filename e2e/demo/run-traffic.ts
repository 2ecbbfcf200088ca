import { setTimeout as wait } from 'node:timers/promises'
import { overloaded } from '../dashboard-rig/replies.ts'
import type { Reply } from '../fake-upstream/reply.ts'
import type { FakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { readHeader } from '../fake-upstream/recorded-request.ts'
import { HAIKU, OPUS, SONNET } from '../readme-rig/write-days.ts'
import { type DemoSession, SESSIONS } from './sessions.ts'
import { type DemoTurn, headersOf, limits, replyOf, sessionId, turnsOf } from './turns.ts'

/** Sessions that run while the demo does: those of the story go on. */
const LANES = [
  { session: 0, model: OPUS, gapMs: 350 },
  { session: 1, model: SONNET, gapMs: 220 },
  { session: 2, model: HAIKU, gapMs: 120 },
] as const

const WORDS =
  'I looked at the code and at the test that fails. The pattern accepts milliseconds, seconds and minutes, but no hours, so the number becomes NaN. I will add the unit, and a test for each of them, so that nobody has to guess later which ones are known. '

/** Every eighth request of a lane is refused once. */
const REFUSED_EVERY = 8

/** Sends requests like those of three Claude Code sessions until the signal aborts, one at a time in each. */
export async function runTraffic(url: string, upstream: FakeUpstream, signal: AbortSignal): Promise<void> {
  const replies = new Map<string, Reply>()
  upstream.reply((request) => replies.get(readHeader(request, 'x-claude-code-session-id') ?? ''))
  await Promise.all(
    LANES.map(({ session, model, gapMs }) => {
      const id = sessionId(session)
      const turns = longTurns({ ...(SESSIONS[session] as DemoSession), model })
      const send = async (turn: DemoTurn, reply: Reply) => {
        replies.set(id, reply)
        const headers = { ...headersOf(id), 'x-api-key': 'sk-ant-demo' }
        const response = await fetch(`${url}/v1/messages?beta=true`, {
          method: 'POST',
          headers,
          body: JSON.stringify(turn.body),
          signal,
        })
        await response.text()
      }
      return runLane(turns, { send, gapMs, signal })
    }),
  )
}

interface Lane {
  send: (turn: DemoTurn, reply: Reply) => Promise<void>
  /** Between two pieces of a response, in ms. */
  gapMs: number
  signal: AbortSignal
}

async function runLane(turns: readonly DemoTurn[], { send, gapMs, signal }: Lane): Promise<void> {
  for (let index = 0; !signal.aborted; index++) {
    const turn = turns[index % turns.length]
    if (turn === undefined) return
    try {
      if (index % REFUSED_EVERY === REFUSED_EVERY - 1) await send(turn, overloaded())
      await send(turn, replyOf(turn, { headers: limits(), headersAfterMs: 900, gapMs }))
      await wait(1_500, undefined, { signal })
    } catch {
      // Aborted, or the server was drained or stopped in the dashboard: try again, as Claude Code does.
      await wait(2_000, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** The session goes on with responses that are long enough to be seen. */
function longTurns(session: DemoSession): DemoTurn[] {
  return turnsOf({ ...session, requests: session.requests + session.steps.length })
    .slice(session.requests)
    .map((turn) => ({
      ...turn,
      counts: { ...turn.counts, output: 420 },
      blocks: [{ type: 'text', deltas: WORDS.split(/(?<= )/) }, ...turn.blocks],
    }))
}
