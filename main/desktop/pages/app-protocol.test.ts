import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import type { ServerState } from '../../../shared/ipc.ts'
import { createAppProtocol } from './app-protocol.ts'
import { PORT_BUSY } from '../tray/snapshot-fixtures.ts'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

async function serverWith(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<ServerState> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return { state: 'running', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
const credentials = { authorization: 'Basic c2lnbmFsYm94OnNlY3JldA==' }
const handlerFor = (state: ServerState) =>
  createAppProtocol({ state: () => state, pages: '/nowhere', credentials })

test('forwards the server paths with the body, and without the marks of a web page', async () => {
  let seen: IncomingMessage | undefined
  let body = ''
  const state = await serverWith((req, res) => {
    seen = req
    req.on('data', (chunk) => (body += String(chunk)))
    req.on('end', () => res.writeHead(202, { 'x-answer': 'yes' }).end('{"ok":true}'))
  })
  const response = await handlerFor(state)(
    new Request('app://signalbox/api/drain?why=test', {
      method: 'POST',
      body: '{}',
      headers: {
        origin: 'app://signalbox',
        cookie: 'a=b',
        'sec-fetch-site': 'same-origin',
        referer: 'app://signalbox/tray.html',
        'content-type': 'application/json',
        accept: 'application/json',
      },
    }),
  )
  expect(response.status).toBe(202)
  expect(response.headers.get('x-answer')).toBe('yes')
  expect(await response.json()).toEqual({ ok: true })
  expect(seen?.url).toBe('/api/drain?why=test')
  expect(seen?.headers.authorization).toBe(credentials.authorization)
  expect(body).toBe('{}')
  expect(Object.keys(seen?.headers ?? {}).toSorted()).toEqual([
    'accept',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
  ])
})

test('passes an answer on while it is still being written', async () => {
  let finish = () => undefined as void
  const state = await serverWith((_req, res) => {
    res.write('first')
    finish = () => void res.end('last')
  })
  const response = await handlerFor(state)(new Request('app://signalbox/status'))
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  expect(decoder.decode((await reader?.read())?.value)).toBe('first')
  finish()
  expect(decoder.decode((await reader?.read())?.value)).toBe('last')
  expect((await reader?.read())?.done).toBe(true)
})

test('closes the connection to the server when the page goes away', async () => {
  const closed = Promise.withResolvers<void>()
  const state = await serverWith((_req, res) => {
    res.write('first')
    res.once('close', closed.resolve)
  })
  const response = await handlerFor(state)(new Request('app://signalbox/status'))
  await response.body?.cancel()
  await expect(closed.promise).resolves.toBeUndefined()
})

test('carries an answer that has no body', async () => {
  const state = await serverWith((_req, res) => res.writeHead(204).end())
  expect((await handlerFor(state)(new Request('app://signalbox/livez'))).status).toBe(204)
})

test('says why the server could not start, on /health', async () => {
  const response = await handlerFor(PORT_BUSY)(new Request('app://signalbox/health'))
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ status: 'unhealthy', details: { next_free_port: 3457 } })
})

test.each<[string, ServerState]>([
  ['is stopped', { state: 'stopped' }],
  ['is starting', { state: 'starting' }],
  ['has gone without a word', { state: 'running', baseUrl: 'http://127.0.0.1:1' }],
])('answers 503 itself while the server %s', async (_what, state) => {
  const response = await handlerFor(state)(new Request('app://signalbox/livez'))
  expect(response.status).toBe(503)
  expect(response.headers.get('x-proxy-error')).toBe('server_not_running')
  expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'api_error' } })
})

test.each([
  ['as large as the server takes', 1024 * 1024, 200],
  ['larger than anything that a page sends', 3 * 1024 * 1024, 413],
])('a body that is %s', async (_what, size, status) => {
  let received = 0
  const state = await serverWith((req, res) => {
    req.on('data', (chunk: Buffer) => (received += chunk.length))
    req.on('end', () => res.end())
  })
  const put = { method: 'PUT', body: 'x'.repeat(size), headers: { 'content-type': 'application/json' } }
  expect((await handlerFor(state)(new Request('app://signalbox/api/settings', put))).status).toBe(status)
  expect(received).toBe(status === 200 ? size : 0)
})

test.each([
  '/openapi.json',
  '/metrics',
  '/providers',
  '/providers/mine',
  '/health/ready',
  '/api/routes/import',
])('%s is the server’s to answer', async (path) => {
  const state = await serverWith((req, res) => res.end(req.url))
  expect(await (await handlerFor(state)(new Request(`app://signalbox${path}`))).text()).toBe(path)
})

test('never forwards the paths that cost money', async () => {
  let asked = 0
  const state = await serverWith((_req, res) => {
    asked += 1
    res.end()
  })
  const response = await handlerFor(state)(new Request('app://signalbox/v1/messages', { method: 'POST' }))
  expect(response.status).toBe(405)
  expect(asked).toBe(0)
})

test('refuses another host, and a page of another origin', async () => {
  const handle = handlerFor({ state: 'stopped' })
  expect((await handle(new Request('app://other/livez'))).status).toBe(404)
  const foreign = new Request('app://signalbox/livez', { headers: { origin: 'https://evil.test' } })
  expect((await handle(foreign)).status).toBe(403)
})

test('ends a request that the server does not answer, because Electron reports no page that is gone', async () => {
  const asked = Promise.withResolvers<IncomingMessage>()
  const state = await serverWith((req) => asked.resolve(req))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  closers.push(() => vi.useRealTimers())
  const response = handlerFor(state)(new Request('app://signalbox/api/requests'))
  const { socket } = await asked.promise
  vi.advanceTimersByTime(300_000)
  expect((await response).status).toBe(504)
  if (!socket.closed) await once(socket, 'close')
})
