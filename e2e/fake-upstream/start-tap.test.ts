import { afterEach, beforeEach, expect, test } from 'vitest'
import { exchangeBytes } from './exchange-bytes.ts'
import { messageRequest } from './message-request.ts'
import { MISBEHAVIOURS } from './misbehaviours/misbehaviours.ts'
import { type FakeUpstream, startFakeUpstream } from './start-fake-upstream.ts'
import { type Tap, startTap } from './start-tap.ts'

let upstream: FakeUpstream
let tap: Tap

beforeEach(async () => {
  upstream = await startFakeUpstream()
  tap = await startTap()
})

afterEach(async () => {
  await tap.close()
  await upstream.close()
})

test('records a request and its answer as they are and passes them on', async () => {
  tap.forwardTo(upstream.url)
  const request = messageRequest({ stream: true, headers: ['X-Odd:  Spelling ', 'Connection: close'] })
  const { received } = await exchangeBytes({ url: tap.url, request })
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(tap.requests).toHaveLength(1)
  expect(upstream.requests[0]).toMatchObject({ ...tap.requests[0] })
  const [connection] = tap.connections
  expect(connection?.requests).toEqual(tap.requests)
  expect(connection?.received().toString('latin1')).toBe(received)
})

test.each(['reset', 'fin'] as const)('passes the end of a connection by %s on', async (name) => {
  upstream.reply(MISBEHAVIOURS[name])
  tap.forwardTo(upstream.url)
  expect((await exchangeBytes({ url: tap.url, request: messageRequest({ stream: true }) })).end).toBe(name)
})

test('refuses connections as long as it leads nowhere', async () => {
  const exchanged = await exchangeBytes({ url: tap.url, request: messageRequest({ stream: true }) })
  expect(exchanged).toMatchObject({ received: '', end: 'reset' })
})
