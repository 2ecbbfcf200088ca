import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { FakeMessage } from './fake-upstream/fake-message.ts'
import type { EventsReply } from './fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { toMessageEvents } from './fake-upstream/to-message-events.ts'
import { findIllegal, readEvents } from './legal-sequence.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/* An upstream that accepts a request and then fails, as Anthropic does with `overloaded_error` under load. */

const OTHER: FakeMessage = {
  blocks: [{ type: 'text', deltas: ['From ', 'the other.'] }],
  stopReason: 'end_turn',
}
const HALF: FakeMessage = { blocks: [{ type: 'text', deltas: ['Half'] }], stopReason: 'end_turn' }
const WHOLE = toMessageEvents(HALF, { id: 'msg_1', model: 'claude-opus-5' })
const OVERLOADED = {
  event: 'error',
  data: JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
}

let anthropic: FakeUpstream
let other: FakeUpstream
let signalbox: Headless
let dataDir: string

beforeAll(async () => {
  anthropic = await startFakeUpstream()
  other = await startFakeUpstream()
  dataDir = await mkdtemp(join(tmpdir(), 'fallback-in-stream-'))
  const fallbacks = [{ provider: 'other', model: 'm' }]
  const config = {
    providers: [{ name: 'other', type: 'openai-compatible', apiBaseUrl: `${other.url}/v1`, enabled: true }],
    routes: { 'claude-routed': { provider: 'anthropic', model: 'claude-opus-5', fallbacks } },
  }
  await writeFile(join(dataDir, 'config.json'), JSON.stringify(config))
  signalbox = await startHeadless({ dataDir, env: { ANTHROPIC_FORWARD_URL: anthropic.url } })
})
afterEach(() => other.reply([]))
afterAll(async () => {
  await signalbox.stop()
  await anthropic.close()
  await other.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function ask(model: string, reply: EventsReply): Promise<string> {
  anthropic.reply([reply])
  other.reply([{ kind: 'message', message: OTHER }])
  const response = await fetch(`${signalbox.url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
    body: JSON.stringify({
      model,
      max_tokens: 99,
      stream: true,
      messages: [{ role: 'user', content: 'hi' }],
    }),
  })
  expect(response.status).toBe(200)
  return await response.text()
}

it.each([
  ['first', 0, undefined],
  ['behind message_start', 1, undefined],
  ['behind message_start, compressed', 1, 'gzip' as const],
])('the fallback answers for an error %s', async (_name, count, coding) => {
  const events = [...WHOLE.slice(0, count), OVERLOADED]
  const body = await ask('claude-routed', { kind: 'events', events, ...(coding && { coding }) })
  expect(findIllegal(readEvents(body))).toEqual([])
  expect(body).toContain('the other.')
  expect(body).not.toContain('overloaded_error')
  await vi.waitFor(async () => {
    const { requests } = await (await fetch(`${signalbox.url}/api/requests`)).json()
    const { request } = await (await fetch(`${signalbox.url}/api/requests/${requests[0].requestId}`)).json()
    expect(request.attempts).toMatchObject([
      { provider: 'anthropic', status: 529 },
      { provider: 'other', status: 200 },
    ])
  }, 10_000)
})

it('an error behind content, or of a request without fallbacks, passes as it came', async () => {
  const behind = await ask('claude-routed', { kind: 'events', events: [...WHOLE.slice(0, -3), OVERLOADED] })
  expect(behind).toContain('Half')
  expect(behind).toContain('overloaded_error')
  const plain = await ask('claude-plain', { kind: 'events', events: [OVERLOADED] })
  expect(plain).toContain('overloaded_error')
})
