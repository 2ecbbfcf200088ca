import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readLimits } from './read-facts.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const inHours = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString()

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

/** Starts a server that responds to every request with `body`; returns its address. */
async function serve(body: string): Promise<string> {
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function limits(...accounts: { organizationId?: string; windows: object[] }[]): Promise<string> {
  const heard = { capturedAt: '2026-11-20T11:00:00.000Z', ageMs: 1 }
  const rateLimits = accounts.map(({ windows, ...account }) => ({
    ...account,
    ...heard,
    rateLimit: {},
    windows: windows.map((window) => ({ pool: 'subscription', ...heard, ...window })),
  }))
  return serve(JSON.stringify({ rateLimits }))
}

test('reads the windows of all accounts, open or over, but none that refill within a minute', async () => {
  const baseUrl = await limits(
    {
      organizationId: 'b',
      windows: [
        { name: '5h', used: 0.95, resetsAt: inHours(1) },
        { name: '7d', used: 1, resetsAt: inHours(-1) },
        { pool: 'standard', name: 'tokens', used: 0.99, resetsAt: inHours(1) },
      ],
    },
    { organizationId: 'a', windows: [{ name: '7d_oi', status: 'rejected' }] },
  )
  expect(await readLimits({ baseUrl, credentials: {} }, NOW)).toMatchObject([
    { key: 'a subscription/7d_oi', account: 1, used: undefined, isReached: true, isOver: false },
    { key: 'b subscription/5h', account: 2, used: 0.95, resetsAt: NOW + 3_600_000, isOver: false },
    { key: 'b subscription/7d', account: 2, used: 1, isOver: true },
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
