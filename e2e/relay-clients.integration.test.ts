import { zstdCompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { leave, openConnection, type Peer } from './relay-rig/peer.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'
import { startHeadless } from './start-headless.ts'

/*
 * A client that disconnects releases its upstream connection within 250 ms: a generation without a reader costs money.
 *
 * This holds for a FIN too, so a client that only closes its sending side gets no response. It is indistinguishable
 * from one that has disconnected, and Claude Code never half-closes.
 */

const LIMIT = 250
const EVENT = 'data: {"type":"ping"}\n\n'
const CHUNK = `${EVENT.length.toString(16)}\r\n${EVENT}\r\n`
const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

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

async function asked(count: number): Promise<void> {
  while (upstream.requests() < count) await new Promise(setImmediate)
}

/** Disconnects, and returns the time until the upstream connection closed, in ms. */
async function leaveAndRelease(how: 'fin' | 'reset'): Promise<number> {
  const peer = upstream.asked()
  const left = performance.now()
  await leave(client, how)
  await peer.ended()
  await relay.idle()
  return (peer.endedAt() ?? Infinity) - left
}

describe.each(['fin', 'reset'] as const)('a client that leaves by %s', (how) => {
  it('while it is still uploading never reaches the upstream', async () => {
    const [requests, connections] = [upstream.requests(), upstream.peers.length]
    client.write(relay.head('POST /v1/messages HTTP/1.1', 'Content-Length: 1000000'))
    client.write(Buffer.alloc(500_000))
    while (relay.inFlight() === 0) await new Promise(setImmediate)
    await leave(client, how)
    await relay.idle()
    expect([upstream.requests(), upstream.peers.length]).toEqual([requests, connections])
  })

  it('while its upload comes in chunks never reaches the upstream', async () => {
    const requests = upstream.requests()
    client.write(relay.head('POST /v1/x HTTP/1.1', 'Transfer-Encoding: chunked'))
    client.write('5\r\nhello\r\n')
    while (relay.inFlight() === 0) await new Promise(setImmediate)
    await leave(client, how)
    await relay.idle()
    expect(upstream.requests()).toBe(requests)
  })

  it('before its upstream connection stands is forgotten at once', async () => {
    // Accepts, but never finishes the TLS handshake: no request can have been sent.
    const stuck = await startRawUpstream(
      () => undefined,
      () => undefined,
    )
    const towards = await startRelay(stuck.url.replace('http:', 'https:'))
    const leaver = await towards.connect()
    leaver.write(towards.head('GET /v1/x HTTP/1.1'))
    while (stuck.peers.length === 0) await new Promise(setImmediate)
    await leave(leaver, how)
    await towards.idle()
    expect(towards.inFlight()).toBe(0)
    await towards.stop()
    await stuck.close()
  })

  it('while its body is still being inflated never reaches the upstream', async () => {
    upstream.reply((peer) => peer.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    const requests = upstream.requests()
    const body = zstdCompressSync(Buffer.from(`{"model":"x"${' '.repeat(60_000_000)}}`))
    const lines = [`Content-Length: ${body.length}`, 'Content-Encoding: zstd']
    const wire = Buffer.concat([Buffer.from(relay.head('POST /v1/messages HTTP/1.1', ...lines)), body])
    client.write(wire)
    await leave(client, how)
    await relay.idle()
    // The same with a client that stays: when it is answered, the first request would have been sent.
    client = await relay.connect()
    client.write(wire)
    await client.until(() => readMessage(client.bytes()).complete)
    expect(upstream.requests()).toBe(requests + 1)
  })

  it('while it waits for headers releases the upstream', async () => {
    const before = upstream.requests()
    upstream.reply(() => undefined)
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await asked(before + 1)
    expect(await leaveAndRelease(how)).toBeLessThan(LIMIT)
    expect(upstream.requests()).toBe(before + 1)
  })

  it('at each of 20 points of its stream releases the upstream', async () => {
    for (let events = 0; events < 20; events++) {
      upstream.reply((peer) => peer.write(HEAD + CHUNK.repeat(events)))
      client.socket.destroy()
      client = await relay.connect()
      client.write(relay.head('GET /v1/x HTTP/1.1'))
      await client.until(
        () =>
          client.bytes().includes('\r\n\r\n') &&
          readMessage(client.bytes()).body.length === events * EVENT.length,
      )
      expect(await leaveAndRelease(how)).toBeLessThan(LIMIT)
    }
  })

  it('without having read its stream releases the upstream', async () => {
    upstream.reply((peer) => {
      peer.write('HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n')
      peer.write(Buffer.alloc(50_000_000))
    })
    client.socket.pause()
    const before = upstream.requests()
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await asked(before + 1)
    await stalled(upstream.asked())
    expect(await leaveAndRelease(how)).toBeLessThan(LIMIT)
  })

  it('after its last byte leaves the upstream connection to the next one', async () => {
    upstream.reply((peer) => peer.write(`${HEAD}${CHUNK}0\r\n\r\n`))
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await client.until(() => readMessage(client.bytes()).complete)
    const { length } = upstream.peers
    await leave(client, how)
    await relay.idle()
    client = await relay.connect()
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await client.until(() => readMessage(client.bytes()).complete)
    expect(upstream.peers.length).toBe(length)
  })
})

/** Resolves when a socket has made no progress on pending writes for 50 turns of the event loop. */
async function stalled({ socket }: Peer): Promise<void> {
  for (let turns = 0, last = -1; turns < 50; turns++) {
    await new Promise(setImmediate)
    if (socket.writableLength !== last) turns = 0
    last = socket.writableLength
  }
}

it('takes a client that only closes its sending side for one that has gone', async () => {
  upstream.reply(() => undefined)
  const before = upstream.requests()
  client.write(relay.head('GET /v1/x HTTP/1.1'))
  await asked(before + 1)
  client.socket.end()
  expect(await upstream.asked().ended(LIMIT)).not.toBe('open')
  await relay.idle()
})

it('releases 500 upstream connections when 500 clients leave in one tick', async () => {
  const peers: Peer[] = []
  upstream.reply((peer) => {
    peers.push(peer)
    peer.write(HEAD + CHUNK)
  })
  // In a separate process, so that the disconnecting is not part of the measurement.
  const proxy = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
  const clients = await Promise.all(Array.from({ length: 500 }, () => openConnection(proxy.port)))
  for (const one of clients) one.write(`GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:${proxy.port}\r\n\r\n`)
  await Promise.all(clients.map((one) => one.until(() => one.bytes().includes(EVENT), 10_000)))
  expect(peers.length).toBe(500)
  for (const [i, { socket }] of clients.entries()) {
    if (i % 2 === 0) socket.destroy()
    else socket.resetAndDestroy()
  }
  const left = performance.now()
  await Promise.all(peers.map((peer) => peer.ended()))
  const last = Math.max(...peers.map((peer) => peer.endedAt() ?? Infinity)) - left
  console.log(`abort storm: 500 upstream connections closed within ${last.toFixed(0)} ms`)
  // The limit of 250 ms is for one request; here 500 share the CPU.
  expect(last).toBeLessThan(1_000)
  const livez: unknown = await (await fetch(`${proxy.url}/livez`)).json()
  expect(livez).toMatchObject({ in_flight: 0 })
  await proxy.stop()
})

describe('pipelined requests', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => relay.head(`GET /v1/x?${i} HTTP/1.1`)).join('')

  it('are answered in order, one after the other', async () => {
    upstream.reply((peer, request) => {
      const [, target = ''] = request.toString().split(' ')
      peer.write(`HTTP/1.1 200 OK\r\nContent-Length: ${target.length}\r\n\r\n${target}`)
    })
    client.write(lines(10))
    await client.until(() => bodiesOf(client.bytes()).length === 10)
    const bodies = bodiesOf(client.bytes())
    expect(bodies).toEqual(Array.from({ length: 10 }, (_, i) => `/v1/x?${i}`))
    await relay.idle()
  })

  it('of a client that leaves are not sent any more, and nothing stays in flight', async () => {
    upstream.reply(() => undefined)
    const before = upstream.requests()
    client.write(lines(10))
    await asked(before + 1)
    expect(await leaveAndRelease('fin')).toBeLessThan(LIMIT)
    expect(upstream.requests()).toBe(before + 1)
  })

  it('behind an answer that is cut are cut with it', async () => {
    upstream.reply((peer, request) => {
      if (request.includes('?0')) peer.write(`${HEAD}${CHUNK}0\r\n\r\n`)
      else peer.socket.write(HEAD + CHUNK, () => peer.socket.resetAndDestroy())
    })
    client.write(lines(3))
    expect(await client.ended()).toBe('reset')
    await relay.idle()
  })
})

function bodiesOf(bytes: Buffer): string[] {
  const message = readMessage(bytes)
  return message.complete ? [message.body.toString(), ...bodiesOf(message.rest)] : []
}
