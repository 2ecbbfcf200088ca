import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { header, readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'
import { rawExchange } from './raw-exchange.ts'

/*
 * RFC 9112 §9.3.2: responses come in the order of their requests. Later data on a connection, however malformed, must
 * not replace a response that the upstream is producing, and that is paid for.
 */

const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const PIECE = '5\r\nhello\r\n'
const END = '0\r\n\r\n'

let upstream: RawUpstream
let relay: Relay
let client: Peer

beforeAll(async () => {
  upstream = await startRawUpstream(() => undefined)
  relay = await startRelay(upstream.url)
})
beforeEach(async () => {
  client = await relay.connect()
})
afterEach(() => {
  client.socket.destroy()
})
afterAll(async () => {
  await relay.stop()
  await upstream.close()
})

/** Sends a request and waits until it has reached the upstream. */
async function ask(...headers: string[]): Promise<Peer> {
  const before = upstream.requests()
  client.write(relay.head('POST /v1/messages HTTP/1.1', 'Content-Length: 2', ...headers) + '{}')
  while (upstream.requests() === before) await new Promise(setImmediate)
  return upstream.asked()
}

/** Once another client has its response, earlier data has been read. */
async function read(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const livez = relay.head('GET /livez HTTP/1.1', 'Connection: close')
    expect((await rawExchange(livez, { port: relay.port })).status).toBe(200)
  }
}

const own = () => `Host: 127.0.0.1:${relay.port}\r\n`
const FOLLOWERS: readonly [string, () => string][] = [
  ['garbage', () => 'GARBAGE\r\n\r\n'],
  ['NUL', () => '\0'],
  ['a TLS hello', () => '\x16\x03\x01\x00\xf5\x01\x00'],
  ['half a head', () => 'GET /v1/x HTTP/1.1\r\nHos'],
  ['the HTTP/2 preface', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  [
    'both lengths',
    () => `POST /v1/x HTTP/1.1\r\n${own()}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
  ],
  ['a head of 70 kB', () => `GET /v1/x HTTP/1.1\r\n${own()}A: ${'a'.repeat(70_000)}\r\n\r\n`],
  ['a broken chunk', () => `POST /v1/x HTTP/1.1\r\n${own()}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['half a body', () => `POST /v1/x HTTP/1.1\r\n${own()}Content-Length: 10\r\n\r\nabc`],
  ['an upgrade', () => `GET /v1/x HTTP/1.1\r\n${own()}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
  ['CONNECT', () => `CONNECT evil.invalid:443 HTTP/1.1\r\n${own()}\r\n`],
  ['a foreign Host', () => 'GET /v1/x HTTP/1.1\r\nHost: evil.invalid\r\n\r\n'],
  ['no Host', () => 'GET /v1/x HTTP/1.1\r\n\r\n'],
  [
    'an unknown expectation',
    () => `POST /v1/x HTTP/1.1\r\n${own()}Expect: 200-ok\r\nContent-Length: 0\r\n\r\n`,
  ],
  ['line ends', () => '\r\n\n\r\n'],
]

describe.each(FOLLOWERS)('a request that is followed by %s', (_what, bytes) => {
  it.each([
    ['before the response began', ''],
    ['in the middle of the response', HEAD + PIECE],
  ])('%s gets its whole response, first', async (_when, begun) => {
    const peer = await ask()
    if (begun !== '') peer.write(begun)
    await client.until(() => client.size() >= begun.length)
    client.write(bytes())
    await read()
    peer.write(begun === '' ? HEAD + PIECE : '')
    await read()
    peer.write(PIECE + END)
    await client.until(() => readMessage(client.bytes()).complete)
    const message = readMessage(client.bytes())
    expect([message.start, message.body.toString()]).toEqual(['HTTP/1.1 200 OK', 'hellohello'])
  })

  it('after `Connection: close` gets its response and no other', async () => {
    const peer = await ask('Connection: close')
    client.write(bytes())
    await read()
    peer.write(HEAD + PIECE + PIECE + END)
    expect(await client.ended()).toBe('fin')
    const message = readMessage(client.bytes())
    expect(message).toMatchObject({ start: 'HTTP/1.1 200 OK', complete: true })
    expect([message.body.toString(), message.rest.length]).toEqual(['hellohello', 0])
    expect(header(message.headers, 'connection')).toBe('close')
  })

  it('is still given up when the client leaves', async () => {
    const peer = await ask()
    client.write(bytes())
    await read()
    const left = performance.now()
    client.socket.destroy()
    await peer.ended()
    await relay.idle()
    expect((peer.endedAt() ?? Infinity) - left).toBeLessThan(250)
  })
})

const BROKEN = FOLLOWERS.slice(0, 8).filter(([what]) => what !== 'half a head')
it.each(BROKEN)('after %s the connection ends by itself, once nothing is owed', async (_what, bytes) => {
  const peer = await ask()
  client.write(bytes())
  await read()
  peer.write(HEAD + PIECE + END)
  expect(await client.ended()).toBe('fin')
  const { complete, rest } = readMessage(client.bytes())
  expect([complete, rest.toString()]).toEqual([true, expect.stringMatching(/^(HTTP\/1\.1 4\d\d [^]*)?$/)])
  await relay.idle()
})

it('two that wait are both answered, in order, whatever follows them', async () => {
  await ask()
  client.write(relay.head('POST /v1/messages HTTP/1.1', 'Content-Length: 2') + '{}GARBAGE\r\n\r\n')
  await read()
  const reply = (peer: Peer, text: string) =>
    peer.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`)
  const before = upstream.requests()
  reply(upstream.asked(), 'first')
  while (upstream.requests() === before) await new Promise(setImmediate)
  reply(upstream.asked(), 'second')
  expect(await client.ended()).toBe('fin')
  const first = readMessage(client.bytes())
  const second = readMessage(first.rest)
  expect([first.body.toString(), second.body.toString(), second.rest.length]).toEqual(['first', 'second', 0])
})

it('8 MB reach a client that reads late and goes on sending rubbish, to the last byte', async () => {
  const peer = await ask('Connection: close')
  client.socket.pause()
  const rubbish = setInterval(() => client.write('x'.repeat(1_000)), 5)
  const body = Buffer.alloc(8 << 20, 'a')
  peer.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`)
  peer.write(body)
  await read()
  client.socket.resume()
  await client.until(() => readMessage(client.bytes()).complete, 10_000)
  clearInterval(rubbish)
  expect(readMessage(client.bytes()).body.equals(body)).toBe(true)
})

describe('a client that only closes its sending side', () => {
  it('has the answers that are written at once', async () => {
    const text = relay.head('GET /livez HTTP/1.1')
    client.socket.end(text)
    expect(await client.ended()).toBe('fin')
    expect(readMessage(client.bytes())).toMatchObject({ start: 'HTTP/1.1 200 OK', complete: true })
  })

  it('is taken for one that has left: the upstream is told within 250 ms', async () => {
    const peer = await ask()
    const left = performance.now()
    client.socket.end()
    await peer.ended()
    await relay.idle()
    expect((peer.endedAt() ?? Infinity) - left).toBeLessThan(250)
  })
})

describe('an expectation', () => {
  const post = (...headers: string[]) =>
    relay.head('POST /v1/messages HTTP/1.1', 'Content-Length: 2', ...headers)

  it.each(['200-ok', '100-continued', ''])(
    'of "%s" is refused in our own words, after the guard',
    async (value) => {
      client.write(`${post(`Expect: ${value}`)}{}`)
      await client.until(() => readMessage(client.bytes()).complete)
      const { start, headers, body } = readMessage(client.bytes())
      expect(start).toBe('HTTP/1.1 417 Expectation Failed')
      expect(header(headers, 'x-proxy-error')).toBe('unknown_expectation')
      expect(JSON.parse(body.toString())).toMatchObject({
        type: 'error',
        error: { type: 'invalid_request_error' },
      })
      const foreign = await rawExchange(
        `GET /livez HTTP/1.1\r\nHost: evil.invalid\r\nExpect: ${value}\r\n\r\n`,
        {
          port: relay.port,
          enough: ({ status }) => status !== undefined,
        },
      )
      expect(foreign.status).toBe(403)
    },
  )

  it('of 100-continue is met', async () => {
    const before = upstream.requests()
    client.write(post('Expect: 100-continue'))
    await client.until(() => client.bytes().toString() === 'HTTP/1.1 100 Continue\r\n\r\n')
    client.clear()
    client.write('{}')
    while (upstream.requests() === before) await new Promise(setImmediate)
    upstream.asked().write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    await client.until(() => readMessage(client.bytes()).complete)
    expect(readMessage(client.bytes()).start).toBe('HTTP/1.1 200 OK')
  })
})
