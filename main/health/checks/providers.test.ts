import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProvidersCheck } from './providers.ts'

const MINUTE = 60_000
const signal = new AbortController().signal

/** A listener that counts connections and bytes, and says nothing. */
interface Silent {
  url: URL
  connections: number
  bytes: number
  open: () => Promise<void>
  close: () => Promise<void>
}

let server: Silent
let now: number
let answeredAt: number | undefined

beforeEach(async () => {
  server = createSilent()
  await server.open()
  now = 1_000_000_000
  answeredAt = undefined
})
afterEach(() => server.close())

function createSilent(): Silent {
  let tcp: Server
  let port = 0
  const silent: Silent = {
    connections: 0,
    bytes: 0,
    get url() {
      return new URL(`http://127.0.0.1:${port}/v1`)
    },
    open() {
      tcp = createServer((socket) => {
        silent.connections++
        socket.on('data', (chunk) => (silent.bytes += chunk.length)).on('error', () => undefined)
      })
      return new Promise((resolve) =>
        tcp.listen(port, '127.0.0.1', () => {
          const address = tcp.address()
          port = typeof address === 'object' && address !== null ? address.port : 0
          resolve()
        }),
      )
    },
    close: () => new Promise((resolve) => tcp.close(() => resolve())),
  }
  return silent
}

function createCheck() {
  return createProvidersCheck({
    targets: () => [{ name: 'anthropic', baseUrl: server.url }],
    lastAnswerAt: () => answeredAt,
    now: () => now,
  })
}

async function look(check: ReturnType<typeof createCheck>) {
  const { status, details } = await check.run(signal)
  return { status, output: details['output'], ...Object(details['providers']).anthropic }
}

it('connects, sends not one byte, and holds the answer for five minutes', async () => {
  const check = createCheck()
  expect(await look(check)).toMatchObject({
    status: 'healthy',
    output: 'Providers: reachable',
    consecutive_failures: 0,
    last_check: new Date(now).toISOString(),
    base_url: server.url.origin,
    response_time_ms: expect.any(Number),
  })
  now += 5 * MINUTE - 1
  await look(check)
  expect(server.connections).toBe(1)
  now += 1
  await look(check)
  await expect.poll(() => server.connections).toBe(2)
  await server.close()
  expect(server.bytes).toBe(0)
  await server.open()
})

it('warns after the third failure in a row, not before, and recovers with the first success', async () => {
  await server.close()
  const check = createCheck()
  const seen: unknown[] = []
  for (let run = 0; run < 4; run++) {
    const { status, details } = await check.run(signal)
    seen.push([status, details['output'], Object(details['providers']).anthropic.consecutive_failures])
    now += MINUTE / 2
  }
  const output = 'Providers: no connection to anthropic'
  expect(seen).toEqual([
    ['pass', output, 1],
    ['pass', output, 2],
    ['warn', output, 3],
    ['warn', output, 4],
  ])
  await server.open()
  expect(await look(check)).toMatchObject({ status: 'healthy', consecutive_failures: 0 })
})

it('lets recent traffic speak instead, until it is five minutes old', async () => {
  answeredAt = now
  const check = createCheck()
  expect(await look(check)).toMatchObject({ status: 'healthy', last_check: new Date(now).toISOString() })
  now += 5 * MINUTE - 1
  await look(check)
  expect(server.connections).toBe(0)
  now += 1
  await look(check)
  await expect.poll(() => server.connections).toBe(1)
})

it('does not believe an answer that is older than a failed look', async () => {
  const check = createCheck()
  await server.close()
  expect(await look(check)).toMatchObject({ consecutive_failures: 1 })
  answeredAt = now - 1
  now += MINUTE / 2
  expect(await look(check)).toMatchObject({ consecutive_failures: 2 })
  answeredAt = now
  now += 1
  answeredAt = now
  expect(await look(check)).toMatchObject({ consecutive_failures: 0 })
  await server.open()
})

it('looks for itself when asked to, in spite of a fresh answer, and does not forget failures over it', async () => {
  const check = createCheck()
  await look(check)
  answeredAt = now
  await server.close()
  for (let run = 0; run < 3; run++) {
    check.recheck()
    await check.run(signal)
    now += 1
  }
  check.recheck()
  expect(await look(check)).toMatchObject({ status: 'unhealthy', consecutive_failures: 4 })
  await server.open()
})

it('counts no failure when it is only told to stop', async () => {
  const stop = AbortSignal.abort(new Error('stopping'))
  const check = createCheck()
  await expect(check.run(stop)).rejects.toThrow('stopping')
  expect(await look(check)).toMatchObject({ consecutive_failures: 0 })
})
