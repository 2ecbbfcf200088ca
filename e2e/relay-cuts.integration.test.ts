import { afterEach, describe, expect, it } from 'vitest'
import { readMessage } from './relay-rig/read-message.ts'
import { type RawUpstream, type Reply, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

/*
 * An upstream that fails after its headers. Claude Code retries after a reset and falls back to a second, non-streaming
 * request after an early FIN, so both the truncation and its kind must arrive.
 */

const EVENT = 'event: content_block_delta\ndata: {"type":"content_block_delta"}\n\n'

let upstream: RawUpstream
let relay: Relay

async function start(reply: Reply): Promise<void> {
  upstream = await startRawUpstream(reply)
  relay = await startRelay(upstream.url)
}

afterEach(async () => {
  await relay.stop()
  await upstream.close()
})

/** The client's protocol version and connection headers. */
const CLIENTS = {
  'a keep-alive client': ['HTTP/1.1'],
  'a client that closes': ['HTTP/1.1', 'Connection: close'],
  'an HTTP/1.0 client': ['HTTP/1.0'],
}

/** Framings of the upstream's response; each body is one event and is announced as longer. */
const FRAMINGS = {
  chunked: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${EVENT.length.toString(16)}\r\n${EVENT}\r\n`,
  'chunked with Connection: close': `HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${EVENT.length.toString(16)}\r\n${EVENT}\r\n`,
  'content-length': `HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${EVENT}`,
  'content-length with Connection: close': `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n${EVENT}`,
}

const UNTIL_CLOSE = {
  'HTTP/1.0 until close': `HTTP/1.0 200 OK\r\n\r\n${EVENT}`,
  'HTTP/1.1 until close': `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${EVENT}`,
}

const CUTS = Object.entries(CLIENTS).flatMap(([client, [version = '', ...lines]]) =>
  Object.entries({ ...FRAMINGS, ...UNTIL_CLOSE }).map(([framing, wire]) => ({
    client,
    version,
    lines,
    framing,
    wire,
  })),
)

async function ask({ version, lines }: (typeof CUTS)[number]) {
  const client = await relay.connect()
  client.write(relay.head(`GET /v1/x ${version}`, ...lines))
  await client.until(() => client.bytes().includes(EVENT))
  return client
}

describe('an upstream that resets in the middle of its body', () => {
  it.each(CUTS)('$framing is a reset to $client, without an end of the body', async (cut) => {
    await start((peer) => peer.write(cut.wire))
    const client = await ask(cut)
    upstream.asked().socket.resetAndDestroy()
    expect(await client.ended()).toBe('reset')
    expect(readMessage(client.bytes()).complete).toBe(false)
    expect(client.bytes().toString()).not.toContain('\r\n0\r\n')
    await relay.idle()
    expect(upstream.requests()).toBe(1)
  })
})

describe('an upstream that closes in the middle of its body', () => {
  // If only the connection ends the body, a FIN is a regular end.
  const framed = CUTS.filter(({ framing }) => !(framing in UNTIL_CLOSE))

  it.each(framed)('$framing is recognized by $client as an interrupted response', async (cut) => {
    await start((peer) => peer.write(cut.wire))
    const client = await ask(cut)
    upstream.asked().socket.end()
    // An HTTP/1.0 client has no chunks and, if the upstream had none, no length: to it a FIN is the end.
    const tells = cut.version === 'HTTP/1.1' || cut.wire.includes('Content-Length')
    expect(await client.ended()).toBe(tells ? 'fin' : 'reset')
    expect(readMessage(client.bytes()).complete).toBe(false)
    expect(client.bytes().toString()).not.toContain('\r\n0\r\n')
    await relay.idle()
    expect(upstream.requests()).toBe(1)
  })
})

describe('an upstream whose body ends with its connection', () => {
  it.each(Object.values(UNTIL_CLOSE))('is whole when the connection is closed in order', async (wire) => {
    await start((peer) => peer.socket.end(wire))
    const client = await relay.connect()
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await client.until(() => readMessage(client.bytes()).complete)
    expect(readMessage(client.bytes()).body.toString()).toBe(EVENT)
  })
})

describe('a broken body', () => {
  it('passes what came before broken chunk framing, then cuts', async () => {
    await start((peer) => peer.write(`${FRAMINGS.chunked}this is no chunk size\r\n`))
    const client = await relay.connect()
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    expect(await client.ended()).toBe('reset')
    expect(client.bytes().toString()).toContain(EVENT)
    expect(readMessage(client.bytes()).complete).toBe(false)
  })

  it('delivers all that came before a reset, however much that is', async () => {
    const much = Buffer.alloc(3_000_000, 'x')
    await start((peer) => {
      peer.write(`HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n`)
      peer.write(much)
    })
    const client = await relay.connect()
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await client.until(() => client.size() > much.length)
    upstream.peers[0]?.socket.resetAndDestroy()
    expect(await client.ended()).toBe('reset')
    expect(readMessage(client.bytes()).body.equals(much)).toBe(true)
  })
})
