import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HeaderRule } from '../../shared/live-settings.ts'
import { aggregate } from './aggregate/aggregate.ts'
import { forceStream } from './aggregate/force-stream.ts'
import { compileHeaderRules } from './header-rules.ts'
import { type Outcome, relayFrom } from './relay.ts'
import { nothingWasSent, retry } from './send/retry.ts'
import { send } from './send/send.ts'
import { createUpstreamClient, type UpstreamClient } from './send/upstream-client.ts'

/* The components between a client and its upstream, combined as for a request, over real sockets. */

const START =
  'data: {"type":"message_start","message":{"id":"m","content":[],"usage":{"output_tokens":1}}}\n\n'
const STOP = 'data: {"type":"message_stop"}\n\n'
const MESSAGE = { id: 'm', content: [], usage: { output_tokens: 1 } }
const SSE = { 'content-type': 'text/event-stream', 'request-id': 'req_1' }

let upstream: Server
let proxy: Server
let client: UpstreamClient
let listener: RequestListener
let rules: HeaderRule[]
let asked: { headers: IncomingHttpHeaders; body: string }[]
/** The outcome of each exchange, in order; an error's code if nothing was written. */
let outcomes: Promise<Outcome | string>[]

beforeEach(async () => {
  asked = []
  outcomes = []
  rules = []
  client = createUpstreamClient({ connectTimeoutMs: 1_000 })
  upstream = createServer((req, res) => {
    let body = ''
    req.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    req.on('end', () => {
      asked.push({ headers: req.headers, body })
      listener(req, res)
    })
  })
  await listen(upstream, 0)
  const port = portOf(upstream)
  proxy = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const forced = forceStream(Buffer.concat(chunks))
      const body = forced ?? Buffer.concat(chunks)
      const { apply } = compileHeaderRules(rules)
      const to = { origin: `http://127.0.0.1:${port}`, path: '/v1/messages', method: 'POST' }
      const again = retry(
        (receiver) =>
          send(client, { ...to, headers: apply(['x-a', '1']), body }, { receiver, headerTimeoutMs: 2_000 }),
        { most: 1, shouldRetry: nothingWasSent, random: () => 0 },
      )
      const watch = { onOddity: () => undefined, onPartial: () => undefined }
      const sender = forced === undefined ? again : aggregate(again, watch)
      const recorder = { reached: () => undefined, answered: () => undefined, wrote: () => undefined }
      const ending = relayFrom(res, sender, { onPhase: () => undefined, recorder, rewriteHeaders: apply })
      outcomes.push(ending.catch((error: { code: string }) => (res.writeHead(502).end(), error.code)))
    })
  })
  await listen(proxy, 0)
})

afterEach(async () => {
  await client.reset()
  for (const server of [proxy, upstream]) {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
})

async function ask(body = '{"model":"m"}') {
  const response = await request(`http://127.0.0.1:${portOf(proxy)}/`, { method: 'POST', body })
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() }
}

describe('a demoted request', () => {
  it('is one message to the client and a stream to the upstream', async () => {
    listener = (_req, res) =>
      res.writeHead(200, { ...SSE, 'content-encoding': 'gzip' }).end(gzipSync(START + STOP))
    const { status, headers, text } = await ask()
    expect(asked[0]?.body).toBe('{"stream":true,"model":"m"}')
    expect([status, JSON.parse(text)]).toEqual([200, MESSAGE])
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'request-id': 'req_1',
      'content-length': String(text.length),
    })
    expect(headers['content-encoding']).toBeUndefined()
    expect(await outcomes[0]).toMatchObject({ who: 'upstream', phase: 'done', status: 200 })
  })

  it('is answered with message_stop, though the upstream holds on, and lets go of it then', async () => {
    const closed = Promise.withResolvers<undefined>()
    listener = (req, res) => {
      req.socket.on('close', () => closed.resolve(undefined))
      res.writeHead(200, SSE).write(START + STOP)
    }
    expect(JSON.parse((await ask()).text)).toEqual(MESSAGE)
    await closed.promise
    expect(await outcomes[0]).toMatchObject({ phase: 'done' })
  })

  it('closes the upstream when the client leaves', async () => {
    const closed = Promise.withResolvers<undefined>()
    const abort = new AbortController()
    listener = (req, res) => {
      req.socket.on('close', () => closed.resolve(undefined))
      res.writeHead(200, SSE).write(START, () => abort.abort())
    }
    const url = `http://127.0.0.1:${portOf(proxy)}/`
    await expect(request(url, { method: 'POST', body: '{}', signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    await closed.promise
    expect(await outcomes[0]).toMatchObject({ who: 'client' })
  })

  it.each([
    ['ends early', (socket: Socket) => socket.end('0\r\n\r\n'), 'stream_ended_early'],
    ['is cut by FIN', (socket: Socket) => socket.end(), 'upstream_broke'],
    ['is cut by a reset', (socket: Socket) => socket.resetAndDestroy(), 'upstream_broke'],
  ])('writes nothing to the client when the stream %s', async (_title, cut, code) => {
    listener = (req, res) => void res.writeHead(200, SSE).write(START, () => cut(req.socket))
    expect((await ask()).status).toBe(502)
    expect(await outcomes[0]).toBe(code)
  })

  it('that the upstream refuses is refused with its own words', async () => {
    listener = (_req, res) =>
      void res.writeHead(400, { 'content-type': 'application/json' }).end('{"type":"error"}')
    expect(await ask()).toMatchObject({ status: 400, text: '{"type":"error"}' })
  })
})

it('a request that asks for a stream gets it as it comes', async () => {
  listener = (_req, res) => void res.writeHead(200, SSE).end(START + STOP)
  expect(await ask('{"stream":true}')).toMatchObject({ status: 200, text: START + STOP })
  expect(asked[0]?.body).toBe('{"stream":true}')
})

it.each([200, 429, 529])('rules hold for requests, and for answers with status %i', async (status) => {
  rules = [
    { header: 'X-A', action: 'replace', find: '1', value: '2', enabled: true },
    { header: 'x-b', action: 'set', value: 'é', enabled: true },
    { header: 'request-id', action: 'block', enabled: true },
  ]
  listener = (_req, res) => void res.writeHead(status, { 'request-id': 'r' }).end('ok')
  const { headers } = await ask()
  expect(asked[0]?.headers).toMatchObject({ 'x-a': '2', 'x-b': 'é' })
  expect(headers).toMatchObject({ 'x-b': 'é' })
  expect(headers['request-id']).toBeUndefined()
})

it('an upstream that is not there yet is asked again, once', async () => {
  listener = (_req, res) => void res.end('ok')
  const port = portOf(upstream)
  await new Promise((resolve) => upstream.close(resolve))
  const response = ask()
  await once(proxy, 'request')
  await listen(upstream, port)
  expect(await response).toMatchObject({ status: 200, text: 'ok' })
  expect(asked).toHaveLength(1)
})

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
