import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorReply } from './error-reply.ts'
import { exchangeBytes } from './exchange-bytes.ts'
import { messageRequest } from './message-request.ts'
import { type FakeUpstream, startFakeUpstream } from './start-fake-upstream.ts'
import { textReply } from './text-reply.ts'
import { toolReply } from './tool-reply.ts'

let upstream: FakeUpstream

beforeEach(async () => {
  upstream = await startFakeUpstream()
})

afterEach(async () => {
  await upstream.close()
})

test('answers a streaming message in the event sequence of the real API', async () => {
  upstream.reply([textReply(['Hel', 'lo'])])
  const response = await post({ stream: true, model: 'claude-x' })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const text = await response.text()
  expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)).toEqual([
    'message_start',
    'ping',
    'content_block_start',
    'content_block_delta',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ])
  expect(text).toContain('"model":"claude-x"')
  expect(upstream.requests).toMatchObject([
    { method: 'POST', url: '/v1/messages', streaming: true, messageIndex: 0 },
  ])
})

test('answers the same message as JSON when no stream was asked for', async () => {
  upstream.reply([toolReply('Read', { file_path: '/tmp/a file' })])
  const response = await post({ model: 'claude-x' })
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toMatchObject({
    model: 'claude-x',
    stop_reason: 'tool_use',
    content: [{ type: 'tool_use', name: 'Read', input: { file_path: '/tmp/a file' } }],
  })
})

test('works through a list of replies, and stays with the last one', async () => {
  upstream.reply([errorReply(529, 'overloaded_error'), textReply(['second'])])
  expect((await post({})).status).toBe(529)
  expect(await (await post({})).text()).toContain('second')
  expect(await (await post({})).text()).toContain('second')
})

test('lets a function answer some requests and answers the others itself', async () => {
  upstream.reply(({ url }) => (url === '/v1/models' ? errorReply(401, 'authentication_error') : undefined))
  expect((await fetch(`${upstream.url}/v1/models`)).status).toBe(401)
  expect((await fetch(upstream.url, { method: 'HEAD' })).status).toBe(200)
  const count = await fetch(`${upstream.url}/v1/messages/count_tokens`, { method: 'POST', body: '{}' })
  expect(await count.json()).toEqual({ input_tokens: 42 })
  expect((await fetch(`${upstream.url}/v1/nowhere`)).status).toBe(404)
})

test('answers pipelined requests in order on one connection, and closes when asked to', async () => {
  upstream.reply([textReply(['first'], { headersAfterMs: 20 }), textReply(['second'])])
  const last = messageRequest({ stream: false, headers: ['Connection: close'] })
  const request = Buffer.concat([messageRequest({ stream: true }), last])
  const { received, end } = await exchangeBytes({ url: upstream.url, request })
  expect(received.indexOf('second')).toBeGreaterThan(received.indexOf('first'))
  expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  expect(end).toBe('fin')
  expect(upstream.requests.map(({ connection }) => connection)).toEqual([0, 0])
})

test('notes when the client leaves before the answer is complete', async () => {
  upstream.reply([textReply(['and then nothing'], { cut: { afterWrites: 3, how: 'silence' } })])
  const until = (received: string): boolean => received.includes('message_start')
  await exchangeBytes({ url: upstream.url, request: messageRequest({ stream: true }), until })
  await upstream.until(([request]) => request?.clientClosedAt !== undefined)
  expect(upstream.requests[0]?.answeredAt).toBeUndefined()
})

test('reports and cuts off a client that does not speak HTTP/1', async () => {
  const { received } = await exchangeBytes({ url: upstream.url, request: 'nonsense\r\n\r\n' })
  expect(received).toBe('')
  expect(upstream.protocolErrors).toEqual(['not a request line: "nonsense"'])
})

test('says what it saw when a fact does not come true', async () => {
  await fetch(upstream.url, { method: 'HEAD' })
  await expect(upstream.until(({ length }) => length > 1, 10)).rejects.toThrow(
    'not within 10 ms; requests: HEAD /',
  )
})

test('cuts every connection when it closes', async () => {
  upstream.reply([{ kind: 'raw', steps: [{ step: 'silence' }] }])
  const exchange = exchangeBytes({ url: upstream.url, request: messageRequest({ stream: true }) })
  await upstream.until(({ length }) => length === 1)
  expect(upstream.openSockets()).toBe(1)
  await upstream.close()
  expect(upstream.openSockets()).toBe(0)
  expect((await exchange).received).toBe('')
})

async function post(body: object): Promise<Response> {
  return await fetch(`${upstream.url}/v1/messages`, { method: 'POST', body: JSON.stringify(body) })
}
