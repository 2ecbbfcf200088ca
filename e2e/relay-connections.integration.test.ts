import { afterEach, describe, expect, it } from 'vitest'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, type Reply, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

let upstream: RawUpstream
let relay: Relay
let client: Peer

async function start(reply: Reply): Promise<void> {
  upstream = await startRawUpstream(reply)
  relay = await startRelay(upstream.url)
  client = await relay.connect()
}

afterEach(async () => {
  client.socket.destroy()
  await relay.stop()
  await upstream.close()
})

async function ask(target = '/v1/x'): Promise<string> {
  client.clear()
  client.write(relay.head(`GET ${target} HTTP/1.1`))
  await client.until(() => readMessage(client.bytes()).complete)
  return readMessage(client.bytes()).start
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

it('serves 2,000 requests of one connection over one upstream connection', async () => {
  await start((peer) => peer.write(OK))
  for (let i = 0; i < 2_000; i++) expect(await ask()).toBe('HTTP/1.1 200 OK')
  expect(upstream.peers.length).toBe(1)
  expect(client.end()).toBe('open')
})

describe.each(['FIN', 'reset'])('an idle connection that the upstream closes by %s', (how) => {
  const close = ({ socket }: Peer) => (how === 'FIN' ? socket.end() : socket.resetAndDestroy())

  it('in the moment in which it would be used again costs nothing, 1,000 times of 1,000', async () => {
    await start((peer) => peer.write(OK))
    for (let i = 0; i < 1_000; i++) {
      const response = ask()
      if (i > 0) close(upstream.asked())
      expect(await response).toBe('HTTP/1.1 200 OK')
    }
    expect(upstream.requests()).toBe(1_000)
  })

  it('while a request is already on its way costs that request, and never sends it twice', async () => {
    const seen: string[] = []
    await start((peer, request) => {
      seen.push(request.toString().split(' ')[1] ?? '')
      peer.write(OK)
      // Sometimes before, sometimes while and sometimes after the next request is written.
      void turns(seen.length % 8).then(() => close(peer))
    })
    const statuses: string[] = []
    for (let i = 0; i < 1_000; i++) {
      await turns(i % 3)
      statuses.push(await ask(`/v1/x?${i}`))
    }
    const served = statuses.filter((status) => status === 'HTTP/1.1 200 OK').length
    const refused = statuses.filter((status) => status === 'HTTP/1.1 502 Bad Gateway').length
    console.log(`closed by ${how} around the next request: ${served} of 1,000 served, ${seen.length} seen`)
    expect(new Set(seen).size).toBe(seen.length)
    expect(served + refused).toBe(1_000)
    expect(served).toBeGreaterThan(500)
  })
})
