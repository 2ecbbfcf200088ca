import { createHook } from 'node:async_hooks'
import { setTimeout as passTime } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

/*
 * Thinking models are silent for minutes, and many proxies fail after exactly 300 s. Waiting 310 s in a test is
 * impractical: a stream survives any silence if no timer is armed that could end it.
 */

const FIRST = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n'

let upstream: RawUpstream
let relay: Relay

afterEach(async () => {
  await relay.stop()
  await upstream.close()
})

/** Modules whose timers could end a stream: our relay and server, undici, and node's own sockets and HTTP. */
const RELEVANT = /main\/(proxy|server)\/|node_modules\/undici\/|node:(net|_http|https|internal\/stream)/

/** Timers that are armed and end no stream, in ms. */
const HARMLESS = new Set([
  // The listener looks at silent connections. It leaves responses of /v1 alone, which listen for its event.
  60_000,
  // One for the whole program: garbage is collected when it is idle.
  20_000,
  // Unused memory of the slab pool is given back.
  30_000,
])

/** Tracks the timers that those modules arm, in ms. Node's own socket timers are of the same type. */
function watchTimers() {
  const armed = new Map<number, number>()
  const hook = createHook({
    init(id, type, _trigger, { _idleTimeout: ms = -1 }: { _idleTimeout?: number }) {
      if (type !== 'Timeout' || !RELEVANT.test(new Error('where').stack ?? '')) return
      armed.set(id, ms)
    },
    destroy: (id) => armed.delete(id),
  }).enable()
  return { armed: () => [...armed.values()], stop: () => hook.disable() }
}

it('arms no timer for a stream that has begun, neither ours nor a library’s', async () => {
  upstream = await startRawUpstream((peer) => peer.write(FIRST))
  relay = await startRelay(upstream.url)
  const timers = watchTimers()
  const client = await relay.connect()
  client.write(relay.head('GET /v1/x HTTP/1.1'))
  await upstreamAsked()
  // The watch does see timers: before the headers, our own deadline is armed.
  expect(timers.armed()).toContain(300_000)
  await client.until(() => client.bytes().includes('first'))
  // Timers of connecting and of host notifications expire by themselves.
  await vi.waitFor(() => expect(timers.armed().filter((ms) => !HARMLESS.has(ms))).toEqual([]), 3_000)
  expect(client.end()).toBe('open')
  timers.stop()
  client.socket.destroy()
})

async function upstreamAsked(): Promise<void> {
  while (upstream.requests() === 0) await new Promise(setImmediate)
}

it('lets a stream of the second request on a connection be silent for longer than every shortened limit', async () => {
  upstream = await startRawUpstream((peer) => {
    // The server's own hint for idle connections must not end a busy one.
    peer.write('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=4\r\nContent-Length: 2\r\n\r\nok')
  })
  relay = await startRelay(upstream.url, { ANTHROPIC_RESPONSE_HEADER_TIMEOUT: '200ms' })
  const client = await relay.connect()
  client.write(relay.head('GET /v1/x HTTP/1.1'))
  await client.until(() => readMessage(client.bytes()).complete)
  const connection = upstream.asked()
  client.clear()
  upstream.reply((peer) => peer.write(FIRST))
  client.write(relay.head('GET /v1/x HTTP/1.1'))
  await client.until(() => client.bytes().includes('first'))
  await passTime(2_500)
  upstream.asked().write('6\r\nsecond\r\n0\r\n\r\n')
  await client.until(() => readMessage(client.bytes()).complete)
  expect(readMessage(client.bytes()).body.toString()).toBe('firstsecond')
  expect(upstream.asked()).toBe(connection)
})
