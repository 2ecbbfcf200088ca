import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type EarlyResponse, startEarlyUpstream } from './relay-rig/early-upstream.ts'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { readMessage } from './relay-rig/read-message.ts'
import { SELF_SIGNED } from './relay-rig/self-signed.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

const MIB = 1024 * 1024
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

let upstream: RawUpstream
let relay: Relay
let client: Peer

/** Starts an upstream with the given behaviour for a connection; it reads no request by itself. */
async function startWith(onConnect: (peer: Peer) => void): Promise<RawUpstream> {
  upstream = await startRawUpstream(() => undefined, onConnect)
  relay = await startRelay(upstream.url)
  client = await relay.connect()
  return upstream
}

describe('an upstream that answers before it has read the request', () => {
  afterEach(async () => {
    client.socket.destroy()
    await relay.stop()
    await upstream.close()
  })

  async function upload(body: Buffer): Promise<ReturnType<typeof readMessage>> {
    client.clear()
    client.write(relay.head('POST /v1/x HTTP/1.1', `Content-Length: ${body.length}`))
    client.write(body)
    await client.until(() => readMessage(client.bytes()).complete)
    return readMessage(client.bytes())
  }

  it.each([
    { size: 32 * MIB, times: 10 },
    { size: MIB, times: 100 },
  ])(
    'and closes over $size unread bytes is heard, $times times of $times',
    async ({ size, times }) => {
      await startWith(({ socket }) =>
        socket.once('data', () => {
          socket.pause()
          socket.end('HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno', () =>
            socket.destroy(),
          )
        }),
      )
      const body = Buffer.alloc(size)
      for (let i = 0; i < times; i++)
        expect(await upload(body)).toMatchObject({ start: 'HTTP/1.1 413 Too Large' })
      expect(upstream.peers.length).toBe(times)
    },
    20_000,
  )

  it('gets no byte of the next request on that connection, whose body it has not read', async () => {
    const { peers } = await startWith(({ socket, write }) =>
      socket.once('data', () => {
        socket.pause()
        write(OK)
      }),
    )
    const [a, b] = [Buffer.alloc(16 * MIB, 'a'), Buffer.alloc(16 * MIB, 'b')]
    expect((await upload(a)).body.toString()).toBe('ok')
    expect((await upload(b)).body.toString()).toBe('ok')
    expect(peers.length).toBe(2)
    peers[0]?.socket.resume()
    await peers[0]?.ended()
    const sent = peers[0]?.bytes() ?? Buffer.alloc(0)
    const body = sent.subarray(sent.indexOf('\r\n\r\n') + 4)
    expect(body.length).toBeGreaterThan(0)
    expect(body.equals(a.subarray(0, body.length))).toBe(true)
  })
})

describe.each([
  ['TCP', false],
  ['TLS', true],
])('an upstream over %s that refuses early and closes over unread bytes', (_title, tls) => {
  const CLOSING = 'HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno'
  const KEPT = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno'
  const LONG = `HTTP/1.1 429 Too Many\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(300_000)}`

  it.each<{ response: string; close: EarlyResponse['close']; mib: number }>([
    { response: CLOSING, close: 'at-once', mib: 1 },
    { response: CLOSING, close: 'when-flushed', mib: 4 },
    { response: CLOSING, close: 'at-once', mib: 16 },
    { response: CLOSING, close: 'half-first', mib: 16 },
    { response: KEPT, close: 'when-flushed', mib: 1 },
    { response: KEPT, close: 'late', mib: 4 },
    { response: LONG, close: 'late', mib: 4 },
  ])(
    'is heard with $close at $mib MB, 10 times of 10',
    async ({ response, close, mib }) => {
      const early = await startEarlyUpstream({ response, close, tls })
      const trusted = join(mkdtempSync(join(tmpdir(), 'signalbox-early-')), 'ca.pem')
      writeFileSync(trusted, SELF_SIGNED.cert)
      const proxy = await startRelay(early.url, tls ? { SIGNALBOX_CA_FILE: trusted } : {})
      const body = Buffer.alloc(mib * MIB)
      const statuses: number[] = []
      for (let i = 0; i < 10; i++) {
        const received = await fetch(`http://127.0.0.1:${proxy.port}/v1/x`, { method: 'POST', body })
        expect(`${(await received.text()).length}`).toBe(/Content-Length: (\d+)/.exec(response)?.[1])
        statuses.push(received.status)
      }
      expect(statuses).toEqual(Array.from({ length: 10 }, () => Number(response.slice(9, 12))))
      expect(early.connections()).toBe(10)
      await proxy.idle()
      await proxy.stop()
      await early.close()
    },
    60_000,
  )

  it('and whose response has no length is never taken for whole', async () => {
    const response = 'HTTP/1.1 413 Too Large\r\n\r\nhalf'
    const early = await startEarlyUpstream({ response, close: 'at-once', tls })
    const trusted = join(mkdtempSync(join(tmpdir(), 'signalbox-early-')), 'ca.pem')
    writeFileSync(trusted, SELF_SIGNED.cert)
    const proxy = await startRelay(early.url, tls ? { SIGNALBOX_CA_FILE: trusted } : {})
    for (let i = 0; i < 3; i++) {
      const body = Buffer.alloc(4 * MIB)
      const received = await fetch(`http://127.0.0.1:${proxy.port}/v1/x`, { method: 'POST', body })
      expect(received.status).toBe(413)
      await expect(received.text()).rejects.toThrow('terminated')
    }
    await proxy.stop()
    await early.close()
  }, 20_000)
})
