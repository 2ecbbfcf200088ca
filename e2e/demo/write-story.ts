import { createStore } from '../../main/storage/client/create-store.ts'
import type { Store } from '../../main/storage/client/store.ts'
import { type DemoSession, SESSIONS } from './sessions.ts'
import { type DemoTurn, headersOf, limits, replyOf, sessionId, turnsOf } from './turns.ts'

const MINUTE = 60_000

/** Writes the request log of three days before `now`, in ms since 1970, through the real store. */
export async function writeStory(folder: string, now: number): Promise<void> {
  const store = createStore({ folder, capture: 'full', retention: { maxDays: 0, maxBytes: 0 } })
  // Oldest first: the log is in the order of time.
  const oldestFirst = SESSIONS.map((session, index) => ({ session, index })).toReversed()
  for (const { session, index } of oldestFirst) {
    writeSession(store, { session, index, now })
    // The queue is bounded: rows that arrive faster than the disk would be dropped.
    await store.flush()
  }
  await store.close()
}

function writeSession(
  store: Store,
  { session, index, now }: { session: DemoSession; index: number; now: number },
): void {
  const turns = turnsOf(session)
  let at = now - session.hoursAgo * 60 * MINUTE
  for (const [turn, one] of turns.entries()) {
    const write = { store, id: `de30${index}${turn.toString().padStart(3, '0')}`, session: sessionId(index) }
    if (session.isOverloaded && turn === Math.floor(turns.length / 3)) at = refuse(write, { one, at })
    at += answer(write, { one, at, turn })
    const isPause = session.pauses && turn === Math.floor(turns.length / 2) - 1
    at += isPause ? 9 * MINUTE : 2_000 + ((turn * 3_571) % 22_000)
  }
}

interface Write {
  store: Store
  id: string
  session: string
}

function open({ store, id, session }: Write, startedAt: number): void {
  const headers = Object.entries(headersOf(session)).flat()
  store.open({ requestId: id, startedAt, method: 'POST', target: '/v1/messages?beta=true', headers })
}

/** Returns the duration in ms: about 70 tokens per second after the first byte. */
function answer(write: Write, { one, at, turn }: { one: DemoTurn; at: number; turn: number }): number {
  const { counts, body } = one
  const ttfbMs = 700 + Math.round(counts.cacheWritten / 12) + ((turn * 131) % 600)
  const durationMs = ttfbMs + counts.output * 14
  open(write, at)
  const { events } = replyOf(one, {})
  write.store.finish(write.id, {
    ...common(body),
    status: 200,
    stopReason: one.blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn',
    durationMs,
    ttfbMs,
    usage: {
      input_tokens: counts.input,
      output_tokens: counts.output,
      cache_read_input_tokens: counts.cacheRead,
      cache_creation_input_tokens: counts.cacheWritten,
    },
    responseHeaders: ['content-type', 'text/event-stream; charset=utf-8', ...Object.entries(limits()).flat()],
    requestBody: Buffer.from(JSON.stringify(body)),
    responseBody: Buffer.from(events.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join('')),
  })
  return durationMs
}

/** Three refusals, as Claude Code sees them when Anthropic is overloaded. Returns when it retries, in ms since 1970. */
function refuse(write: Write, { one, at }: { one: DemoTurn; at: number }): number {
  for (let attempt = 0; attempt < 3; attempt++) {
    const refused = { ...write, id: `${write.id}-${attempt}` }
    open(refused, at + attempt * 1_700)
    write.store.finish(refused.id, {
      ...common(one.body),
      status: 529,
      errorType: 'overloaded_error',
      durationMs: 412,
      ttfbMs: 411,
      requestBody: Buffer.from(JSON.stringify(one.body)),
    })
  }
  return at + 5_200
}

function common({ model }: { model: string }) {
  return { model, provider: 'anthropic', isStreaming: true, endedBy: 'upstream', phase: 'done' } as const
}
