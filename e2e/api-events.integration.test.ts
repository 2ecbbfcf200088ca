import { Check } from 'typebox/value'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EVENTS, type EventName } from '../shared/events.ts'
import { createInFlight } from '../main/proxy/recorder/in-flight.ts'
import { createEventHub, MAX_CLIENTS } from '../main/server/events/create-event-hub.ts'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { startHeadless } from './start-headless.ts'
import { type EventReader, readEvents } from './api-rig/read-events.ts'
import { type Api, startApi } from './api-rig/start-api.ts'

let upstream: FakeUpstream
let api: Api
let readers: EventReader[] = []
beforeAll(async () => {
  upstream = await startFakeUpstream()
  api = await startApi({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
})
afterEach(async () => {
  for (const reader of readers) reader.close()
  await Promise.all(readers.map(({ ended }) => ended))
  readers = []
})
afterAll(async () => {
  await api.stop()
  await upstream.close()
})

async function listen(): Promise<EventReader> {
  const reader = await readEvents(api.url)
  readers.push(reader)
  return reader
}
function ask(model = 'claude-fake'): Promise<Response> {
  const body = JSON.stringify({ model, max_tokens: 8, messages: [{ role: 'user', content: 'hi' }] })
  return fetch(`${api.url}/v1/messages`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
}
const named = (name: EventName) => (event: { name: string }) => event.name === name

describe('GET /api/events', () => {
  it('says at once how things are, and then what happens', async () => {
    const reader = await listen()
    const first = await reader.until(named('livez'))
    expect(first.data).toMatchObject({ status: 'ok', in_flight: 0, draining: false })
    const response = await ask('claude-first')
    await response.text()
    const opened = await reader.until(named('request-opened'))
    const kept = await reader.until(named('request'))
    expect(opened.data).toMatchObject({ method: 'POST', endpoint: '/v1/messages' })
    expect(kept.data).toMatchObject({
      requestId: (opened.data as { requestId: string }).requestId,
      timestamp: (opened.data as { timestamp: string }).timestamp,
      model: 'claude-first',
      statusCode: 200,
      termination: { who: 'upstream', phase: 'done' },
    })
    await reader.until(({ name, data }) => name === 'livez' && data !== first.data)
    for (const { name, data } of reader.seen) {
      expect([name, Check(EVENTS[name as EventName], data)]).toEqual([name, true])
    }
    expect(reader.text()).toMatch(/^retry: 2000\n\n/)
  })

  it('tells every listener of every request, each once', async () => {
    const both = [await listen(), await listen()]
    await Promise.all(Array.from({ length: 20 }, async (_, i) => (await ask(`claude-${i}`)).text()))
    for (const reader of both) {
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          reader.until(
            ({ name, data }) => name === 'request' && (data as { model: string }).model === `claude-${i}`,
          ),
        ),
      )
      expect(reader.seen.filter(named('request'))).toHaveLength(20)
      expect(reader.seen.filter(named('request-opened'))).toHaveLength(20)
      expect(reader.seen.filter(named('missed'))).toHaveLength(0)
    }
  })

  it('says of a drain when it begins and when it is taken back', async () => {
    const reader = await listen()
    const livez = async (draining: boolean) =>
      (
        await reader.until(
          ({ name, data }) => name === 'livez' && (data as { draining: boolean }).draining === draining,
        )
      ).data
    await reader.until(named('livez'))
    await api.get('/api/drain', { method: 'POST' })
    expect(await livez(true)).toMatchObject({ drain: { source: 'request', refuses_new: true } })
    reader.seen.length = 0
    await api.get('/api/drain', { method: 'DELETE' })
    expect(await livez(false)).not.toHaveProperty('drain')
  })

  it('says that settings changed, without saying to what: they hold keys', async () => {
    const reader = await listen()
    const storage = { capture: 'metadata', maxDays: 7, maxMegabytes: 64 }
    const headers = { 'content-type': 'application/json' }
    const put = await api.get('/api/storage', { method: 'PUT', headers, body: JSON.stringify(storage) })
    expect(put).toMatchObject({ status: 200, json: { settings: storage, state: { status: 'ok' } } })
    expect((await reader.until(named('settings'))).data).toEqual({})
  })

  it('takes only so many listeners, and the next when one has left', async () => {
    for (let i = 0; i < MAX_CLIENTS; i++) await listen()
    expect(await api.get('/api/events')).toMatchObject({
      status: 503,
      json: { code: 'too_many_listeners' },
    })
    readers[0]?.close()
    await expect
      .poll(
        async () =>
          await listen().then(
            () => 'in',
            () => 'out',
          ),
      )
      .toBe('in')
  })

  it('has no HEAD, which would be a stream without a reader', async () => {
    expect(await api.get('/api/events', { method: 'HEAD' })).toMatchObject({ status: 404 })
  })

  it('is not in flight, holds no drain up, and ends in order at a shutdown', async () => {
    const reader = await listen()
    await reader.until(named('livez'))
    expect(api.signalbox.livez().in_flight).toBe(0)
    api.signalbox.drain('quit')
    expect(await api.signalbox.drained()).toEqual({ cut: 0 })
    await api.signalbox.stop()
    expect(await reader.ended).toBe(true)
  })

  it('keeps no process from ending', async () => {
    const headless = await startHeadless()
    const reader = await readEvents(headless.url)
    await reader.until(named('livez'))
    expect(await headless.stop()).toEqual({ code: 0, signal: null })
    expect(await reader.ended).toBe(true)
  })
})

describe('the event hub', () => {
  async function startHub(options: { beatEveryMs?: number } = {}) {
    const inFlight = createInFlight(() => performance.now())
    let asked = 0
    const hub = createEventHub({
      livez: () => {
        asked++
        return {
          status: 'ok',
          timestamp: '',
          in_flight: inFlight.count(),
          draining: false,
          instance_id: 'x'.repeat(8_000),
          version: '1',
          uptime_ms: 0,
        }
      },
      onLivez: inFlight.onChange,
      onSettings: () => () => undefined,
      log: { json: () => Promise.reject(new Error('broken')), onStored: () => () => undefined },
      ...options,
    })
    const server = createServer((_req, res) => void hub.attach(res)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { hub, inFlight, server, port, asked: () => asked }
  }

  it('tells of a storm of changes at most four times a second', async () => {
    const { hub, inFlight, server, port, asked } = await startHub()
    const reader = await readEvents(`http://127.0.0.1:${port}`)
    await reader.until(named('livez'))
    const from = performance.now()
    while (performance.now() - from < 1_000) {
      inFlight.enter({ id: 'a', path: '/' }).leave()
      await new Promise(setImmediate)
    }
    const told = reader.seen.length
    expect(told).toBeGreaterThanOrEqual(3)
    expect(told).toBeLessThanOrEqual(7)
    reader.close()
    await expect
      .poll(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count))))
      .toBe(0)
    const before = asked()
    for (let i = 0; i < 100; i++) inFlight.enter({ id: 'b', path: '/' }).leave()
    await new Promise((resolve) => setTimeout(resolve, 300))
    // No queries without a listener.
    expect(asked()).toBe(before)
    hub.close()
    server.close()
  })

  it('disconnects only the listener that does not read', async () => {
    const { hub, server, port } = await startHub()
    const reader = await readEvents(`http://127.0.0.1:${port}`)
    const asleep = connect(port, '127.0.0.1')
    asleep.write('GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(asleep, 'readable')
    asleep.pause()
    const closed = new Promise(
      (resolve) => server.on('connection', () => undefined) && asleep.once('close', resolve),
    )
    let sent = 0
    const connections = () =>
      new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))
    while ((await connections()) > 1 && sent < 10_000) {
      for (let i = 0; i < 100; i++)
        hub.opened({
          requestId: String(sent++),
          startedAt: 0,
          method: 'POST',
          target: `/${'x'.repeat(1000)}`,
          headers: [],
        })
      await new Promise(setImmediate)
    }
    expect(sent).toBeLessThan(10_000)
    await reader.until(({ data }) => (data as { requestId?: string }).requestId === String(sent - 1))
    expect(reader.seen.filter(named('request-opened'))).toHaveLength(sent)
    asleep.resume()
    await closed
    hub.close()
    expect(await reader.ended).toBe(true)
    server.close()
  })

  it('shows that it is there while nothing happens', async () => {
    const { hub, server, port } = await startHub({ beatEveryMs: 20 })
    const reader = await readEvents(`http://127.0.0.1:${port}`)
    await expect.poll(() => reader.text().match(/^: $/gm)?.length ?? 0).toBeGreaterThan(3)
    hub.close()
    expect(await reader.ended).toBe(true)
    server.close()
  })
})
