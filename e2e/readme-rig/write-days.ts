import { createStore } from '../../main/storage/client/create-store.ts'
import type { Store } from '../../main/storage/client/store.ts'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { limitHeaders, textResponse, toolResponse } from '../dashboard-rig/replies.ts'

export const OPUS = 'claude-opus-5-5'
export const SONNET = 'claude-sonnet-5-5'
export const HAIKU = 'claude-haiku-5-5'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE

/** Used shares of the two limits, as reported by every response of today. */
const LIMITS = { fiveHours: 0.68, sevenDays: 0.31 }

/** Sessions of a working day: start in minutes since midnight, number of requests, model, folder and first words. */
const SESSIONS = [
  { at: 545, requests: 34, model: OPUS, project: 'parser', words: 'Report the position of each error' },
  { at: 602, requests: 12, model: SONNET, project: 'shop', words: 'Round prices the same way everywhere' },
  { at: 655, requests: 41, model: OPUS, project: 'parser', words: 'Fix the tests of the duration parser' },
  { at: 718, requests: 6, model: HAIKU, project: 'docs', words: 'Fix the broken links in the handbook' },
  { at: 790, requests: 27, model: OPUS, project: 'shop', words: 'Add a basket that survives a reload' },
  { at: 841, requests: 22, model: SONNET, project: 'infra', words: 'Why does the deploy take so long?' },
  { at: 884, requests: 30, model: OPUS, project: 'parser', words: 'Accept fractions such as 1.5h' },
] as const

interface Usage {
  input_tokens: number
  output_tokens: number
  cache_read_input_tokens: number
  cache_creation_input_tokens: number
}

interface Row {
  startedAt: number
  session: string
  model: string
  usage: Usage
}

/**
 * Writes the log of a week's work before the server starts, through the real store. Token counts, durations and times
 * fit together: each turn reads what the earlier ones cached, and a longer response takes longer.
 *
 * @param midnight of today, in ms since 1970
 * @returns the ids of the last conversation's requests, oldest first; they have bodies
 */
export async function writeDays(folder: string, { now, midnight }: { now: number; midnight: number }) {
  const store = createStore({ folder, capture: 'full', retention: { maxDays: 0, maxBytes: 0 } })
  const random = createRandom()
  for (let day = 6; day >= 0; day--) {
    // The sixth and seventh day before a fixed workday are a weekend: fewer sessions.
    const sessions = day === 3 || day === 4 ? SESSIONS.slice(4, 5) : SESSIONS
    for (const [index, session] of sessions.entries())
      writeSession(store, {
        ...session,
        startedAt: midnight - day * DAY + session.at * MINUTE,
        index: day * 10 + index,
        now,
        random,
      })
    await store.flush()
  }
  const ids = writeConversation(store, now)
  await store.flush()
  await store.close()
  return ids
}

interface SessionPlan {
  startedAt: number
  requests: number
  model: string
  project: string
  words: string
  index: number
  now: number
  random: (least: number, most: number) => number
}

function writeSession(store: Store, plan: SessionPlan): void {
  const { startedAt, requests, model, index, now, random } = plan
  const session = sessionId(index)
  let at = startedAt + random(0, 240_000)
  let context = random(17_000, 24_000)
  for (let turn = 0; turn < requests && at < now - 8 * MINUTE; turn++) {
    const output_tokens = turn % 6 === 5 ? random(500, 1_600) : random(60, 420)
    const added = turn === 0 ? context : random(250, 2_600)
    const usage = {
      input_tokens: random(3, 12),
      output_tokens,
      cache_read_input_tokens: turn === 0 ? 0 : context,
      cache_creation_input_tokens: added,
    }
    if (turn === 9 && index % 3 === 1) at = writeOverloaded(store, { startedAt: at, session, model }, index)
    // The first request names the folder, and begins with the words that become the title.
    const bodies = turn === 0 ? { request: firstBody(plan) } : {}
    const id = `${hex(index)}${hex(turn)}`
    const durationMs = write(store, id, { startedAt: at, session, model, usage }, bodies)
    context += (turn === 0 ? 0 : added) + output_tokens
    at += durationMs + (turn % 6 === 5 ? random(60_000, 200_000) : random(2_000, 14_000))
  }
}

function firstBody({ model, project, words }: SessionPlan): object {
  const environment = `<env>\nWorking directory: /home/ada/${project}\nPlatform: linux\n</env>`
  const text = (one: string) => [{ type: 'text', text: one }]
  return {
    model,
    max_tokens: 32_000,
    system: text(environment),
    tools: [{ name: 'Read', description: 'Reads a file.', input_schema: { type: 'object' } }],
    messages: [{ role: 'user', content: text(words) }],
  }
}

/** Returns when Claude Code retries, in ms since 1970. */
function writeOverloaded(store: Store, row: Omit<Row, 'usage'>, index: number): number {
  const id = `${hex(index)}0ver`
  open(store, id, row)
  store.finish(id, {
    model: row.model,
    provider: 'anthropic',
    isStreaming: false,
    endedBy: 'upstream',
    phase: 'done',
    status: 529,
    errorType: 'overloaded_error',
    durationMs: 412,
    ttfbMs: 411,
  })
  return row.startedAt + 1_900
}

/** Returns the duration, in ms: about 70 tokens per second after the first byte. */
function write(
  store: Store,
  id: string,
  row: Row,
  bodies: { request?: object; response?: string } = {},
): number {
  const { usage, model } = row
  const ttfbMs = 780 + Math.round(usage.cache_creation_input_tokens / 12) + (usage.output_tokens % 640)
  const durationMs = ttfbMs + Math.round(usage.output_tokens * (model === OPUS ? 15 : 9))
  open(store, id, row)
  store.finish(id, {
    model,
    provider: 'anthropic',
    isStreaming: true,
    endedBy: 'upstream',
    phase: 'done',
    status: 200,
    stopReason: usage.output_tokens > 450 ? 'end_turn' : 'tool_use',
    durationMs,
    ttfbMs,
    usage: { ...usage, service_tier: 'standard' },
    responseHeaders: [
      'content-type',
      'text/event-stream; charset=utf-8',
      ...Object.entries(limitHeaders(LIMITS)).flat(),
    ],
    ...(bodies.request && { requestBody: Buffer.from(JSON.stringify(bodies.request)) }),
    ...(bodies.response !== undefined && { responseBody: Buffer.from(bodies.response) }),
  })
  return durationMs
}

function open(
  store: Store,
  requestId: string,
  { startedAt, session }: Pick<Row, 'startedAt' | 'session'>,
): void {
  const headers = [
    'content-type',
    'application/json',
    'user-agent',
    'claude-cli/2.1.329 (external, cli)',
    'x-claude-code-session-id',
    session,
  ]
  store.open({ requestId, startedAt, method: 'POST', target: '/v1/messages?beta=true', headers })
}

/** Three turns with bodies, in the last minutes: a bug in a parser is found and fixed. */
function writeConversation(store: Store, now: number): string[] {
  const session = sessionId(99)
  const replies = [toolResponse, toolResponse, textResponse]
  let cached = 0
  return conversationBodies(OPUS).map((request, turn) => {
    const id = `c0de000${turn}${hex(turn + 7)}`
    const written = turn === 0 ? 18_432 : 1_304 + turn * 377
    const counts = {
      input: 6,
      output: turn === 2 ? 486 : 174 + turn * 31,
      cacheRead: cached,
      cacheWritten: written,
    }
    const { events } = (replies[turn] ?? textResponse)(counts)
    const response = events.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join('')
    const usage = {
      input_tokens: counts.input,
      output_tokens: counts.output,
      cache_read_input_tokens: counts.cacheRead,
      cache_creation_input_tokens: counts.cacheWritten,
    }
    write(
      store,
      id,
      { startedAt: now - (4 - turn) * 41_000, session, model: OPUS, usage },
      { request, response },
    )
    cached += written
    return id
  })
}

/** Id of the session that began as number `index % 10` of the day `index / 10` days ago. */
export function sessionId(index: number): string {
  const head = ((index + 11) * 0x9e3779b1) >>> 0
  return `${head.toString(16).padStart(8, '0')}-4b1d-4c8e-9f27-5d0e6a1b${(1000 + index).toString(16).padStart(4, '0')}`
}

function hex(value: number): string {
  return (((value + 3) * 0x85ebca6b) >>> 0).toString(16).padStart(8, '0')
}

/** Whole numbers from `least` to `most`, the same ones in every run. */
function createRandom(): (least: number, most: number) => number {
  let state = 20_261_201
  return (least, most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return least + (state % (most - least + 1))
  }
}
