import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Api, startApi } from './api-rig/start-api.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'

/* API reports of a request in flight. */

const SESSION = 'c0ffee00-0000-4000-8000-000000000001'

let upstream: FakeUpstream
let api: Api
let left: AbortController

beforeEach(async () => {
  upstream = await startFakeUpstream({
    script: [textReply(['One ', 'two'], { cut: { afterWrites: 4, how: 'silence' } })],
  })
  left = new AbortController()
})
afterEach(async () => {
  left.abort()
  await api.stop()
  await upstream.close()
})

async function start(capture: 'full' | 'metadata'): Promise<void> {
  const storage = { capture, maxDays: 0, maxMegabytes: 0 }
  api = await startApi({
    env: { ANTHROPIC_FORWARD_URL: upstream.url },
    prepare: (folder) => writeFileSync(join(folder, 'config.json'), JSON.stringify({ storage })),
  })
}

/** Starts a stream that stays open, and returns its entry in `/api/status`. */
async function begin(body: string): Promise<{ id: string } & Record<string, unknown>> {
  const headers = { 'x-claude-code-session-id': SESSION, authorization: 'Bearer secret-of-the-client' }
  const response = await fetch(`${api.url}/v1/messages`, {
    method: 'POST',
    body,
    headers,
    signal: left.signal,
  })
  await response.body?.getReader().read()
  const { json } = await api.get('/api/status')
  return (json as { in_flight: ({ id: string } & Record<string, unknown>)[] }).in_flight[0] ?? { id: '' }
}

const bodyOf = (content: string) =>
  JSON.stringify({ model: 'claude-x', max_tokens: 10, stream: true, messages: [{ role: 'user', content }] })

it('names session and size, and answers with the model and the body', async () => {
  await start('full')
  const body = bodyOf('Say a thing')
  const item = await begin(body)
  expect(item).toMatchObject({ model: 'claude-x', session: SESSION, bytes: body.length, phase: 'streaming' })
  const { json, text, headers } = await api.get(`/api/requests/${item.id}`)
  expect(json).toMatchObject({
    fullId: item.id,
    request: { requestId: item.id, model: 'claude-x', sessionId: SESSION, body: JSON.parse(body) },
  })
  expect(json).not.toHaveProperty('request.termination')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(text).not.toContain('secret-of-the-client')
  expect((await api.get(`/api/requests/${item.id}/body?side=request`)).text).toBe(body)
})

it('leaves a long body to be read as bytes: to parse it would hold up the streams beside it', async () => {
  await start('full')
  const body = bodyOf('x'.repeat(1_200_000))
  const { id } = await begin(body)
  expect((await api.get(`/api/requests/${id}`)).json).not.toHaveProperty('request.body')
  expect((await api.get(`/api/requests/${id}/body?side=request`)).text).toBe(body)
})

it('shows no body where none is captured', async () => {
  await start('metadata')
  const { id } = await begin(bodyOf('Say a thing'))
  const { json } = await api.get(`/api/requests/${id}`)
  expect(json).toMatchObject({ request: { requestId: id, model: 'claude-x' } })
  expect(json).not.toHaveProperty('request.body')
  expect((await api.get(`/api/requests/${id}/body?side=request`)).status).toBe(404)
})

it('says how it ended once it has', async () => {
  await start('full')
  const { id } = await begin(bodyOf('Say a thing'))
  left.abort()
  await expect
    .poll(async () => (await api.get(`/api/requests/${id}`)).json, { timeout: 10_000 })
    .toMatchObject({ request: { termination: { who: 'client', phase: 'body' } } })
})
