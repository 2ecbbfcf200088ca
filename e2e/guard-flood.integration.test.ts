import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { isWhole, rawExchange, type RawResponse } from './raw-exchange.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const MESSAGE = JSON.stringify({ model: 'claude-fake', max_tokens: 8, messages: [] })

let upstream: FakeUpstream
let signalbox: Headless
let port: number

beforeAll(async () => {
  upstream = await startFakeUpstream({ keepBodies: false })
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
  ;({ port } = signalbox)
})
afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
})

const HOST = () => `Host: 127.0.0.1:${port}\r\n`

/** Uses a connection of its own. */
function ask(bytes: string): Promise<RawResponse> {
  return rawExchange(bytes, { port, enough: isWhole })
}

it('answers new requests at once while 2,000 connections send a byte now and then', async () => {
  const drips = await openDrips(2_000)
  const times: number[] = []
  for (const until = performance.now() + 5_000; performance.now() < until;) {
    const line = times.length % 2 === 0 ? 'GET /livez' : 'GET /health'
    times.push((await ask(`${line} HTTP/1.1\r\n${HOST()}\r\n`)).ms)
    const slow = await ask(
      `POST /v1/messages HTTP/1.1\r\n${HOST()}Content-Length: ${MESSAGE.length}\r\n\r\n${MESSAGE}`,
    )
    expect(slow.status).toBe(200)
    times.push(slow.ms)
  }
  drips.close()
  times.sort((a, b) => a - b)
  const p99 = times[Math.floor(times.length * 0.99)] ?? Infinity
  console.log(
    `2,000 slow sockets: ${times.length} new requests, p50 ${times[times.length >> 1]?.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  )
  expect(times.length).toBeGreaterThan(100)
  expect(p99).toBeLessThan(250)
})

/** Connections whose request never ends: each sends one more byte every 2 s. */
async function openDrips(count: number): Promise<{ close: () => void }> {
  const sockets = await Promise.all(
    Array.from({ length: count }, () => {
      const { promise, resolve, reject } = Promise.withResolvers<Socket>()
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('error', reject).once('connect', () => {
        socket
          .off('error', reject)
          .on('error', () => undefined)
          .resume()
        socket.write(`GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: `, () => resolve(socket))
      })
      return promise
    }),
  )
  let next = 0
  const timer = setInterval(() => {
    for (const end = next + count / 20; next < end; next++) sockets[next % count]?.write('a')
  }, 100)
  return {
    close() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}
