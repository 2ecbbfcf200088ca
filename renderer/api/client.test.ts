import { expect, test } from 'vitest'
import { createClient } from './client.ts'

const LIVEZ = {
  status: 'ok',
  timestamp: '2026-11-20T12:00:00.000Z',
  in_flight: 0,
  draining: false,
  instance_id: 'a',
  version: '0.1.0',
  uptime_ms: 1,
}
const FAILURE = { status: 'unhealthy', error: 'Port 3456 is in use.', details: {} }

test('an answer that fits its schema is data, whatever else it carries', async () => {
  const client = answering(Response.json({ ...LIVEZ, added_later: true }))
  expect(await client.livez()).toMatchObject({ kind: 'answer', value: LIVEZ })
})

test('the 503 of an unhealthy server is data, not an error', async () => {
  const client = answering(Response.json(FAILURE, { status: 503 }))
  expect(await client.health()).toEqual({ kind: 'answer', value: FAILURE })
})

test('the shell’s report of a failed start is data, although no server is listening', async () => {
  const headers = { 'x-proxy-error': 'server_not_running' }
  const client = answering(Response.json(FAILURE, { status: 503, headers }))
  expect(await client.health()).toEqual({ kind: 'answer', value: FAILURE })
})

test('the shell’s report that no server is listening counts as no connection', async () => {
  const headers = { 'x-proxy-error': 'server_not_running' }
  const client = answering(Response.json({ type: 'error' }, { status: 503, headers }))
  expect(await client.livez()).toEqual({ kind: 'no-connection' })
})

test('a refusal keeps the message that the server gave', async () => {
  const body = {
    type: 'error',
    error: { type: 'conflict_error', message: 'This drain cannot be cancelled.' },
  }
  const client = answering(Response.json(body, { status: 409 }))
  expect(await client.resume()).toEqual({ kind: 'bad-answer', message: 'This drain cannot be cancelled.' })
})

test('health is asked for in the form that tells each check and its age', async () => {
  const asked: unknown[] = []
  const client = createClient({
    fetch: (url, init) => {
      asked.push([url, new Headers(init?.headers).get('accept')])
      return Promise.resolve(Response.json({ status: 'warn', checks: {} }))
    },
  })
  expect(await client.health()).toEqual({ kind: 'answer', value: { status: 'warn', checks: {} } })
  expect(asked).toEqual([['/health', 'application/health+json']])
})

test('an answer without content is an answer where none is due', async () => {
  expect(await answering(new Response(null, { status: 204 })).recheck()).toEqual({
    kind: 'answer',
    value: null,
  })
})

test('a response that is not JSON is a bad response', async () => {
  expect(await answering(new Response('<html>')).livez()).toEqual({ kind: 'bad-answer', message: undefined })
})

test('a failed connection is no answer', async () => {
  const client = createClient({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) })
  expect(await client.livez()).toEqual({ kind: 'no-connection' })
})

test('an abort by the caller is passed on, so that it is not counted as a failure', async () => {
  const client = createClient({ fetch: (_url, init) => Promise.reject(init?.signal?.reason as Error) })
  await expect(client.livez(AbortSignal.abort(new Error('hidden')))).rejects.toThrow('hidden')
})

function answering(response: Response) {
  return createClient({ fetch: () => Promise.resolve(response) })
}
