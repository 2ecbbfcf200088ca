import { createServer, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { send } from './send.ts'

let server: Server
let origin: string
let client: UpstreamClient
/** Connections in order of their opening. */
let sockets: Socket[]
/** True for connections that receive nothing any more, as after a sleep: no FIN, no RST. */
let isDeaf: (socket: Socket) => boolean
let streams: ServerResponse[]

beforeEach(async () => {
  sockets = []
  streams = []
  isDeaf = () => false
  server = createServer((req, res) => {
    if (isDeaf(req.socket)) return
    if (req.url === '/stream') {
      streams.push(res)
      res.write('first ')
    } else res.end('ok')
  })
  server.on('connection', (socket) => sockets.push(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  client = createUpstreamClient({ connectTimeoutMs: 5_000 })
})

afterEach(async () => {
  await client.reset()
  server.closeAllConnections()
  server.close()
})

/** Sends a request; `first` resolves with the first chunk, `whole` with the body. */
function get(path: string) {
  const first = Promise.withResolvers<string>()
  const whole = Promise.withResolvers<string>()
  let text = ''
  send(
    client,
    { origin, path, method: 'GET', headers: [], body: null },
    {
      headerTimeoutMs: 4_000,
      receiver: {
        onPhase: () => undefined,
        onStart: () => undefined,
        onData(chunk) {
          text += chunk.toString()
          first.resolve(text)
          return true
        },
        onEnd: () => whole.resolve(text),
        onFail: (error) => whole.reject(error),
      },
    },
  )
  return { first: first.promise, whole: whole.promise }
}

/** undici offers a connection again in a later turn of the event loop. */
const pooled = () => setTimeout(20)

test('a request after a wake does not wait on a connection that died without a word', async () => {
  expect(await get('/').whole).toBe('ok')
  await pooled()
  const [old] = sockets
  isDeaf = (socket) => socket === old
  // Without a wake, the request is on the dead connection, and only the deadline for headers ends it.
  await expect(get('/').whole).rejects.toMatchObject({ code: 'upstream_timeout' })

  isDeaf = () => false
  expect(await get('/').whole).toBe('ok')
  await pooled()
  const dead = new Set(sockets)
  isDeaf = (socket) => dead.has(socket)
  client.renew()
  const startedAt = performance.now()
  expect(await get('/').whole).toBe('ok')
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test('a stream that runs meanwhile is not cut, and its connection is closed after it', async () => {
  const stream = get('/stream')
  expect(await stream.first).toBe('first ')
  client.renew()
  expect(await get('/').whole).toBe('ok')
  const [old] = sockets
  expect(old?.destroyed).toBe(false)
  streams[0]?.end('second')
  expect(await stream.whole).toBe('first second')
  await expect.poll(() => old?.destroyed).toBe(true)
})

test('idle connections are closed at once', async () => {
  expect(await get('/').whole).toBe('ok')
  client.renew()
  await expect.poll(() => sockets[0]?.destroyed).toBe(true)
})

test('a stop ends streams on retired connections, too', async () => {
  const stream = get('/stream')
  await stream.first
  client.renew()
  await client.reset()
  await expect(stream.whole).rejects.toMatchObject({ code: 'upstream_broke' })
})
