import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readLimits } from './read-facts.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const inHours = (hours: number) => String(NOW / 1_000 + hours * 3_600)

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

/** Starts a server that responds to every request with `body`; returns its address. */
async function serve(body: string): Promise<string> {
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function limits(...rateLimits: object[]): Promise<string> {
  const snapshots = rateLimits.map((rateLimit) => ({
    capturedAt: '2026-11-20T11:00:00.000Z',
    ageMs: 1,
    rateLimit,
  }))
  return serve(JSON.stringify({ rateLimits: snapshots }))
}

test('reads the windows that are open, by the name of their reset', async () => {
  const baseUrl = await limits(
    {
      unifiedUtilization5h: 0.95,
      unifiedReset5h: inHours(1),
      unifiedUtilization7d: 0.2,
      unifiedReset7d: inHours(-1),
    },
    { unifiedUtilization5h: 1 },
    { tokensRemaining: 0 },
  )
  expect(await readLimits({ baseUrl, credentials: {} }, NOW)).toEqual([
    { name: '5 h', used: 0.95, reset: inHours(1) },
  ])
})

test.each(['', '{', '{}', 'null', '{"checks":{"oauth2_credentials":[]}}', '{"error":"no log"}'])(
  'knows nothing from %s',
  async (body) => {
    const baseUrl = await serve(body)
    expect(await readLimits({ baseUrl, credentials: {} }, NOW)).toEqual([])
  },
)

test('returns no limits if no server is listening', async () => {
  expect(await readLimits({ baseUrl: 'http://127.0.0.1:1', credentials: {} }, NOW)).toEqual([])
})

test('shows what opens a guarded server', async () => {
  const seen: unknown[] = []
  const server = createServer(({ headers }, response) => {
    seen.push(headers['x-proxy-api-key'])
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await readLimits({ baseUrl, credentials: { 'x-proxy-api-key': 'key' } }, NOW)
  expect(seen).toEqual(['key'])
})
