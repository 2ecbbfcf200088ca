import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as passTime } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openConnection, type Peer } from './relay-rig/peer.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const MIB = 1024 * 1024
const BLOCK = randomBytes(MIB)
const BLOCKS = 200

let upstream: RawUpstream
let proxy: Headless

async function start(onRequest: (peer: Peer) => void, onConnect?: (peer: Peer) => void): Promise<void> {
  upstream = await startRawUpstream(onRequest, onConnect)
  proxy = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
}

afterEach(async () => {
  // Not by a drain: a failed test may have left a request that never ends.
  await proxy.stop('SIGKILL')
  await upstream.close()
})

/** Resident memory of the proxy process in MB. */
async function rss(): Promise<number> {
  const status = await readFile(`/proc/${proxy.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

/** Resolves with a value once it has changed by less than `most` in 300 ms. */
async function settled(read: () => number | Promise<number>, most: number): Promise<number> {
  for (;;) {
    const before = await read()
    await passTime(300)
    const now = await read()
    if (Math.abs(now - before) < most) return now
  }
}

// Resident memory is read from /proc.
describe.runIf(process.platform === 'linux')('a slow side', () => {
  /** MB that the upstream could send, over all streams. */
  let delivered: number

  beforeEach(async () => {
    delivered = 0
    await start(({ socket }) => void send(socket))
  })

  async function send(socket: Peer['socket']): Promise<void> {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${BLOCKS * MIB}\r\n\r\n`)
    for (let i = 0; i < BLOCKS; i++) {
      if (!socket.write(BLOCK)) await once(socket, 'drain')
      delivered++
    }
  }

  /** A client that does not read until told to. */
  async function ask() {
    const { socket } = await openConnection(proxy.port)
    socket.removeAllListeners('data')
    socket.pause()
    socket.write(`GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:${proxy.port}\r\nConnection: close\r\n\r\n`)
    return socket
  }

  /** Reads to the end; returns the body's hash and length. */
  async function readAll(socket: Peer['socket']): Promise<{ hash: string; length: number }> {
    const hash = createHash('sha1')
    let head: Buffer | undefined = Buffer.alloc(0)
    let length = 0
    socket.on('data', (bytes: Buffer) => {
      let body = bytes
      if (head !== undefined) {
        head = Buffer.concat([head, bytes])
        const end = head.indexOf('\r\n\r\n')
        if (end === -1) return
        body = head.subarray(end + 4)
        head = undefined
      }
      hash.update(body)
      length += body.length
    })
    socket.resume()
    await once(socket, 'close')
    return { hash: hash.digest('hex'), length }
  }

  const whole = createHash('sha1')
  for (let i = 0; i < BLOCKS; i++) whole.update(BLOCK)
  const expected = { hash: whole.digest('hex'), length: BLOCKS * MIB }

  it.each([1, 4])('downstream stalls the upstream: %d clients that do not read 200 MB', async (count) => {
    // Warm-up: memory of the first 200 MB stays allocated, regardless of the reader.
    expect(await readAll(await ask())).toEqual(expected)
    delivered = 0
    const before = await settled(rss, 1)
    const clients = await Promise.all(Array.from({ length: count }, ask))
    const stalledAt = await settled(() => delivered, 1)
    const grown = (await rss()) - before
    console.log(`${count} unread: upstream stalled after ${stalledAt} MB, RSS +${grown.toFixed(1)} MB`)
    // Kernel buffers of both connections hold part of it; the rest is in the proxy.
    expect(stalledAt / count).toBeLessThan(40)
    expect(grown / count).toBeLessThan(16)
    expect(await Promise.all(clients.map(readAll))).toEqual(clients.map(() => expected))
  })
})

describe.runIf(process.platform === 'linux')('an upstream that does not read', () => {
  it('makes us hold one request body of 64 MB, not more', async () => {
    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    const stuck = Promise.withResolvers<Peer>()
    await start(
      () => undefined,
      (peer) =>
        peer.socket.once('data', (bytes: Buffer) => {
          // Health checks arrive as well.
          if (!bytes.includes('POST')) return peer.socket.end(ok)
          peer.socket.pause()
          stuck.resolve(peer)
        }),
    )
    const before = await settled(rss, 1)
    const client = await openConnection(proxy.port)
    const size = 64 * MIB
    client.write(`POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:${proxy.port}\r\nContent-Length: ${size}\r\n\r\n`)
    for (let sent = 0; sent < size; sent += MIB) client.write(BLOCK)
    const peer = await stuck.promise
    await settled(rss, 1)
    const grown = (await rss()) - before
    console.log(`64 MB to an upstream that does not read: RSS +${grown.toFixed(1)} MB`)
    // The body itself, as much again in chunks that wait for garbage collection, and modules loaded by a first request.
    expect(grown).toBeLessThan(160)

    peer.socket.resume()
    await peer.until(() => peer.size() > size)
    peer.write(ok)
    await client.until(() => client.bytes().includes('\r\n\r\nok'))
  })
})

describe('an upstream that answers late', () => {
  /** Fewer than the two budgets hold together, more than one of them. */
  const COUNT = 56

  it(`has the bodies of ${COUNT} requests of 1 MB at once: those kept for the log count there`, async () => {
    await start(() => undefined)
    const clients = await Promise.all(Array.from({ length: COUNT }, () => openConnection(proxy.port)))
    for (const client of clients) {
      client.write(`POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:${proxy.port}\r\nContent-Length: ${MIB}\r\n\r\n`)
      client.write(BLOCK)
    }
    await expect.poll(() => upstream.requests(), { timeout: 15_000 }).toBe(COUNT)
    for (const client of clients) client.socket.destroy()
  }, 30_000)
})
