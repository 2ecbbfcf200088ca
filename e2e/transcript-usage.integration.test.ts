import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Headless, startHeadless } from './start-headless.ts'
import { createRandom } from './usage-ledger/create-random.ts'
import { runCommand } from './usage-ledger/run-command.ts'
import { responseOf, sumWritten, type Written, writeTranscripts } from './usage-ledger/write-transcripts.ts'

const SESSIONS = Number(process.env['TRANSCRIPT_SESSIONS'] ?? 300)
/** For the full size: TRANSCRIPT_FILLER=300000, which is a gigabyte. In bytes after each message. */
const FILLER = Number(process.env['TRANSCRIPT_FILLER'] ?? 200)
/** Messages that passed through Signalbox before the import. */
const PROXIED = 12
const RANGE = { start: '2026-08-01', end: '2100-01-01', tz: 'UTC' }

let folder: string
let upstream: Server
let signalbox: Headless
let written: Written[]
let proxied: Written[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-transcript-usage-'))
  const random = createRandom(7)
  written = writeTranscripts(join(folder, 'claude/projects'), { sessions: SESSIONS, random, filler: FILLER })
  proxied = written.filter((_, index) => index % 40 === 3).slice(0, PROXIED)
  upstream = createServer((request, response) => {
    const message = written.find(({ id }) => id === request.headers['x-message'])
    response.setHeader('content-type', 'application/json')
    request.resume().on('end', () => response.end(message && responseOf(message)))
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  await start()
  for (const { id, session, model } of proxied) {
    await fetch(`${signalbox.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-message': id, 'x-claude-code-session-id': session, 'x-api-key': 'k' },
      body: JSON.stringify({ model, max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }),
    }).then((response) => response.text())
  }
}, 300_000)

afterAll(async () => {
  await signalbox.stop()
  await new Promise((resolve) => upstream.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  signalbox = await startHeadless({
    dataDir: join(folder, 'data'),
    env: {
      ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      CLAUDE_CONFIG_DIR: join(folder, 'claude'),
    },
  })
}

async function ask<Answer = object>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`${signalbox.url}${path}`, init)
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

function act(action: string) {
  return ask('/api/usage/transcripts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action }),
  })
}

async function finished() {
  await vi.waitFor(async () => expect(await ask('/api/usage/transcripts')).toMatchObject({ state: 'idle' }), {
    timeout: 120_000,
    interval: 50,
  })
}

async function groups(group: 'project' | 'session' | 'agent' | 'model' | 'day', source = 'transcript') {
  const query = new URLSearchParams({ ...RANGE, group, source })
  const usage: { groups: ({ key: Record<string, string> } & Record<string, unknown>)[] } = await ask(
    `/api/usage?${query}`,
  )
  return new Map(usage.groups.map(({ key, cost: _cost, ...sums }) => [key[group], sums]))
}

async function expectImported() {
  const own = written.filter((message) => !proxied.includes(message))
  for (const name of ['project', 'session', 'model'] as const)
    expect(await groups(name)).toEqual(sumWritten(own, (message) => message[name]))
  const agents = await groups('agent')
  for (const [agent, sums] of sumWritten(own, (message) => message.agent))
    expect([agent, agents.get(agent)]).toEqual([agent, sums])
  // Each message once, whether it passed through or was imported.
  const both = await groups('session', 'both')
  expect(both).toEqual(sumWritten(written, ({ session }) => session))
}

it('offers the import, and changes nothing until it is wanted', async () => {
  expect(await ask('/api/usage/transcripts')).toEqual({
    state: 'idle',
    isOffered: true,
    messages: 0,
    sessions: 0,
  })
  expect(await groups('session')).toEqual(new Map())
  await vi.waitFor(async () =>
    expect(new Set((await groups('session', 'proxy')).keys())).toEqual(
      new Set(proxied.map(({ session }) => session)),
    ),
  )
})

it('stops when cancelled, and leaves nothing', async () => {
  await act('import')
  expect(await act('cancel')).toMatchObject({ state: 'idle', messages: 0 })
  expect(await groups('session')).toEqual(new Map())
})

it('imports exactly what an account of its own has, each message once', { timeout: 300_000 }, async () => {
  await act('import')
  await finished()
  await expectImported()
  const { messages, isOffered } = await ask<{ messages: number; isOffered: boolean }>(
    '/api/usage/transcripts',
  )
  expect({ messages, isOffered }).toEqual({ messages: written.length - proxied.length, isOffered: false })
  const costs = await ask<{ requests: number }>(`/api/costs?${new URLSearchParams(RANGE)}`)
  expect(costs.requests).toBe(written.length)
  const { total } = await ask<{ total: number }>('/api/requests/summary?limit=1')
  expect(total).toBe(proxied.length)
})

it(
  'changes nothing when it imports again, also from the command line and after a restart',
  { timeout: 300_000 },
  async () => {
    await signalbox.stop('SIGKILL')
    await start()
    expect(await runCommand(['usage', '--import', '--port', String(signalbox.port)])).toMatch(
      new RegExp(`${written.length - proxied.length} responses`),
    )
    await expectImported()
  },
)

it('is removed again', async () => {
  expect(await ask('/api/usage/transcripts', { method: 'DELETE' })).toMatchObject({
    messages: 0,
    isOffered: false,
  })
  expect(await groups('session')).toEqual(new Map())
  expect((await groups('session', 'both')).size).toBe(new Set(proxied.map(({ session }) => session)).size)
})
