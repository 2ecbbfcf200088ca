import { afterEach, describe, expect, it } from 'vitest'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

const MIB = 1024 * 1024
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

let upstream: RawUpstream
let relay: Relay
let client: Peer

/** What the upstream does with a connection; it reads no request by itself. */
async function startWith(onConnect: (peer: Peer) => void): Promise<RawUpstream> {
  upstream = await startRawUpstream(() => undefined, onConnect)
  relay = await startRelay(upstream.url)
  client = await relay.connect()
  return upstream
}

afterEach(async () => {
  client.socket.destroy()
  await relay.stop()
  await upstream.close()
})

describe('an upstream that answers before it has read the request', () => {
  async function upload(body: Buffer): Promise<ReturnType<typeof readMessage>> {
    client.clear()
    client.write(relay.head('POST /v1/x HTTP/1.1', `Content-Length: ${body.length}`))
    client.write(body)
    await client.until(() => readMessage(client.bytes()).complete)
    return readMessage(client.bytes())
  }

  async function phases(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${relay.port}/api/status`)).text()
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

  it('still gets the bytes of that request, not those of the next one', async () => {
    const { peers } = await startWith(({ socket, write }) =>
      socket.once('data', () => {
        socket.pause()
        write(OK)
      }),
    )
    const [a, b] = [Buffer.alloc(16 * MIB, 'a'), Buffer.alloc(16 * MIB, 'b')]
    expect((await upload(a)).body.toString()).toBe('ok')
    const second = await relay.connect()
    second.write(relay.head('POST /v1/x HTTP/1.1', `Content-Length: ${b.length}`))
    second.write(b)
    while (!(await phases()).includes('waiting')) await new Promise(setImmediate)
    for (const { socket } of peers) socket.resume()
    await peers[0]?.until(() => peers[0] !== undefined && peers[0].size() > a.length)
    const sent = peers[0]?.bytes() ?? Buffer.alloc(0)
    const start1 = sent.indexOf('\r\n\r\n') + 4
    expect(sent.subarray(start1, start1 + a.length).equals(a)).toBe(true)
    second.socket.destroy()
  })
})
