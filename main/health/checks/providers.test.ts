import { createServer, connect, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Reached } from '../verdict/probe-upstreams.ts'
import { type UpstreamWatch, watchUpstreams } from '../verdict/watch-upstreams.ts'
import { createProvidersCheck } from './providers.ts'

const MINUTE = 60_000
/** A proof is renewed 15 s before it expires, in ms. */
const HOLD = 5 * MINUTE - 15_000
const signal = new AbortController().signal

/** A server that counts connections and bytes, and sends nothing. */
interface Silent {
  url: URL
  connections: number
  bytes: number
  open: () => Promise<void>
  close: () => Promise<void>
}

let server: Silent
let now: number
let watch: UpstreamWatch

beforeEach(async () => {
  server = createSilent()
  await server.open()
  now = 1_000_000_000
})
afterEach(async () => {
  watch.stop()
  await server.close()
})

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
  watch = watchUpstreams({
    targets: () => [{ name: 'anthropic', baseUrl: server.url }],
    reach: reachTcp,
    now: () => now,
    wallNow: () => now,
  })
  return createProvidersCheck(watch)
}

function reachTcp({ hostname, port }: URL): Promise<Reached> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy()
      resolve({ ok: true, ms: 1 })
    })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve({ ok: false, ms: 1, code: error.code }))
  })
}

async function look(check: ReturnType<typeof createCheck>) {
  const { status, details } = await check.run(signal)
  return { status, output: details['output'], ...Object(details['providers']).anthropic }
}

it('connects, sends not one byte, and holds the result for almost five minutes', async () => {
  const check = createCheck()
  expect(await look(check)).toMatchObject({
    status: 'healthy',
    output: 'Providers: reachable',
    consecutive_failures: 0,
    last_check: new Date(now).toISOString(),
    base_url: server.url.origin,
    response_time_ms: expect.any(Number),
  })
  now += HOLD - 1
  await look(check)
  expect(server.connections).toBe(1)
  now += 1
  await look(check)
  await expect.poll(() => server.connections).toBe(2)
  expect(server.bytes).toBe(0)
})

it('warns after three failed probes over some seconds, not before, and recovers with the first success', async () => {
  await server.close()
  const check = createCheck()
  const seen: unknown[] = []
  for (let run = 0; run < 4; run++) {
    check.recheck()
    const { status, details } = await check.run(signal)
    seen.push([status, details['output'], Object(details['providers']).anthropic.consecutive_failures])
    now += 2_000
  }
  const output = 'Providers: no connection to anthropic'
  expect(seen).toEqual([
    ['pass', output, 1],
    ['pass', output, 2],
    ['warn', output, 3],
    ['warn', output, 4],
  ])
  await server.open()
  check.recheck()
  expect(await look(check)).toMatchObject({ status: 'healthy', consecutive_failures: 0 })
})

it('lets recent traffic speak instead, until it is almost five minutes old', async () => {
  const check = createCheck()
  watch.record('anthropic', { kind: 'ok', startedAt: now, endedAt: now })
  expect(await look(check)).toMatchObject({ status: 'healthy', last_check: new Date(now).toISOString() })
  now += HOLD - 1
  await look(check)
  expect(server.connections).toBe(0)
  now += 1
  await look(check)
  await expect.poll(() => server.connections).toBe(1)
})

it('says at once what requests say, and why', () => {
  const check = createCheck()
  for (let count = 0; count < 2; count++)
    watch.record('anthropic', { kind: 'overloaded', status: 529, startedAt: now, endedAt: now })
  expect(check.current()).toMatchObject({
    status: 'warn',
    details: {
      output: 'Providers: anthropic is overloaded',
      providers: { anthropic: { status: 'unhealthy', failure: 'overloaded', failed_last_minute: 2 } },
    },
  })
  watch.record('anthropic', { kind: 'ok', startedAt: now, endedAt: now })
  expect(check.current()).toMatchObject({ status: 'pass', details: { output: 'Providers: reachable' } })
})

it('probes at the first failed request, and counts no failure when it is only told to stop', async () => {
  const check = createCheck()
  watch.record('anthropic', { kind: 'unreachable', cause: 'ECONNREFUSED', startedAt: now, endedAt: now })
  await expect.poll(() => server.connections).toBe(1)
  const stop = AbortSignal.abort(new Error('stopping'))
  await expect(check.run(stop)).rejects.toThrow('stopping')
  expect(await look(check)).toMatchObject({ consecutive_failures: 0 })
})
