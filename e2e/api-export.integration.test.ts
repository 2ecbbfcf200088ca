import { connect } from 'node:net'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../main/storage/client/store.ts'
import { endedRequest, openedRequest } from '../main/storage/testing/request.ts'
import { COUNTED, seed, WHOLE } from './api-rig/seed.ts'
import { type Api, startApi } from './api-rig/start-api.ts'
import { readHeader } from './fake-upstream/recorded-request.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'

const run = promisify(execFile)
const NEWEST_FIRST = COUNTED.toSorted((a, b) => b.startedAt - a.startedAt)

let upstream: FakeUpstream
let api: Api
beforeAll(async () => {
  upstream = await startFakeUpstream()
  api = await startApi({ env: { ANTHROPIC_FORWARD_URL: upstream.url }, requests: seed })
})
afterAll(async () => {
  await api.stop()
  await upstream.close()
})

const get = async (query: string, id?: string) => {
  const response = await api.get(`/api/requests/${id === undefined ? '' : `${id}/`}export?${query}`)
  expect([query, response.status]).toEqual([query, 200])
  return response
}
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('an export', () => {
  it.each([
    ['jsonl', 'application/jsonl; charset=utf-8', 'jsonl'],
    ['csv', 'text/csv; charset=utf-8; header=present', 'csv'],
    ['har', 'application/json; charset=utf-8', 'har'],
    ['html', 'text/html; charset=utf-8', 'html'],
  ])('as %s has every request, as a file that never becomes a page of ours', async (format, type, ending) => {
    const { headers, text } = await get(`format=${format}`)
    expect(headers.get('content-type')).toBe(type)
    expect(headers.get('content-disposition')).toBe(`attachment; filename="signalbox-requests.${ending}"`)
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const places = NEWEST_FIRST.map(({ id }) => text.indexOf(id))
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('keeps to the filter and to the number that was asked for', async () => {
    const ids = async (query: string) =>
      lines((await get(`format=jsonl&${query}`)).text).map(({ requestId }) => requestId)
    const opus = NEWEST_FIRST.filter(({ model }) => model?.includes('opus') === true)
    expect(await ids('model=OPUS')).toEqual(opus.map(({ id }) => id))
    expect(await ids('model=OPUS&limit=3')).toEqual(opus.slice(0, 3).map(({ id }) => id))
    const refused = NEWEST_FIRST.filter(({ status }) => status === 529)
    expect(await ids('status=5xx')).toEqual(refused.map(({ id }) => id))
    expect(await ids('start=2026-10-06T00:00:00Z&end=2026-10-06T23:59:59.999Z')).toHaveLength(8)
    expect((await get('format=jsonl&model=nothing')).text).toBe('')
    expect((await get('format=har&model=nothing')).json).toMatchObject({ log: { entries: [] } })
  })

  it('has headers and bodies only where they were asked for', async () => {
    const whole = (text: string) => lines(text).find(({ requestId }) => requestId === WHOLE.id)
    expect(whole((await get('format=jsonl')).text)).not.toHaveProperty('body')
    expect(whole((await get('format=jsonl&bodies=1')).text)).toMatchObject({
      headers: { 'content-type': ['application/json'] },
      body: { model: 'claude-opus-5' },
      response: { statusCode: 200, body: { content: [{ text: 'hi' }] } },
    })
    expect((await get('format=csv&bodies=1')).text).not.toContain('max_tokens')
    expect((await get('format=har&bodies=0')).text).not.toContain('max_tokens')
  })

  it('leaves secrets and names out, unless asked for', async () => {
    const all = ['jsonl&bodies=1', 'har', 'html&bodies=1', 'csv']
    for (const format of all) {
      expect([format, (await get(`format=${format}`)).text.includes('CANARY')]).toEqual([format, false])
      expect([format, (await get(`format=${format}&redact=perhaps`)).text.includes('CANARY')]).toEqual([
        format,
        false,
      ])
    }
    for (const format of ['json', 'jsonl', 'har', 'html', 'curl'])
      expect([format, (await get(`format=${format}`, WHOLE.id)).text.includes('CANARY')]).toEqual([
        format,
        false,
      ])
    // Secret header values are not even in the log.
    const open = (await get('format=jsonl&bodies=1&redact=0')).text
    expect(open).toContain('sk-ant-api03-CANARY')
    expect(open).toContain('user_CANARY')
    expect(open).toMatch(/"x-api-key":\["sha256:[0-9a-f]{8}"\]/)
  })

  it('of one request is found by the end of its id, and named after it', async () => {
    const { headers, text } = await get('format=jsonl', WHOLE.id.slice(-6))
    expect(headers.get('content-disposition')).toContain(`signalbox-${WHOLE.id.slice(-6)}.jsonl`)
    expect(lines(text)).toHaveLength(1)
  })

  it('of one request as JSON is one indented object, and of several is refused', async () => {
    const { headers, text } = await get('format=json', WHOLE.id)
    expect(headers.get('content-disposition')).toMatch(/\.json"$/)
    expect(JSON.parse(text)).toMatchObject({ requestId: WHOLE.id })
    expect(text).toMatch(/^\{\n {2}"/)
    const all = await fetch(`${api.url}/api/requests/export?format=json`)
    expect([all.status, await all.text()]).toEqual([400, expect.stringContaining('"invalid.format_of_one"')])
  })

  it('as HTML runs nothing, whatever was written in a request', async () => {
    const { text } = await get('format=html', WHOLE.id)
    expect(text).toContain('&lt;b&gt;bold&lt;/b&gt;')
    expect(text).not.toMatch(/<script|<b>bold|https?:\/\/(?!127)/)
  })
})

describe('a command', () => {
  it('sends the same request again when a shell runs it, with the secret from the environment', async () => {
    const { text } = await get('format=curl&redact=0', WHOLE.id)
    expect(text).not.toContain(`${WHOLE.secret}'`)
    const before = upstream.requests.length
    await run('bash', ['-euc', text.replace(/^curl/, 'curl --silent --show-error')], {
      env: { ...process.env, ANTHROPIC_API_KEY: 'the-key-of-the-shell' },
    })
    const [sent] = upstream.requests.slice(before)
    expect(sent?.body.toString()).toBe(WHOLE.body)
    expect(sent).toMatchObject({ method: 'POST', url: '/v1/messages?beta=true' })
    expect(sent && readHeader(sent, 'x-api-key')).toBe('the-key-of-the-shell')
    expect(sent && readHeader(sent, 'content-type')).toBe('application/json')
  })

  it('does so for a body that no argument could hold, and for one that would end a quotation', async () => {
    const body = JSON.stringify(
      { model: 'm', messages: [], pad: `SIGNALBOX_END\n'"$(id)\`id\`\\ ${"it's 😀é ".repeat(40_000)}` },
      null,
      1,
    )
    await api.write((store) => {
      store.open(openedRequest('abcdabcdabcdabcd', { target: '/v1/messages' }))
      store.finish('abcdabcdabcdabcd', endedRequest({ requestBody: Buffer.from(body) }))
    })
    const { text } = await get('format=curl&redact=0', 'abcdabcdabcdabcd')
    const before = upstream.requests.length
    const child = execFile('bash', ['-eus'], () => undefined)
    child.stdin?.end(text)
    await new Promise((resolve) => child.once('exit', resolve))
    const [sent] = upstream.requests.slice(before)
    expect(sent?.body.toString()).toBe(body)
  })

  it('is for one request only', async () => {
    expect(await api.get('/api/requests/export?format=curl')).toMatchObject({
      status: 400,
      json: { issues: [{ path: 'format', code: 'invalid.format_of_one', params: { format: 'curl' } }] },
    })
  })
})

const COUNT = 2_000

describe('a long export', () => {
  let long: Api
  beforeAll(async () => {
    long = await startApi({ requests: writeMany })
  })
  afterAll(() => long.stop())

  it('is written while it is read, never whole in memory, and does not delay other requests', async () => {
    const response = await fetch(`${long.url}/api/requests/export?format=jsonl&bodies=1`)
    let bytes = 0
    let newlines = 0
    let slowest = 0
    const statuses = new Set<number>()
    const before = process.memoryUsage().rss
    let most = before
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      for (const byte of chunk) if (byte === 10) newlines++
      most = Math.max(most, process.memoryUsage().rss)
      const asked = performance.now()
      statuses.add((await long.get('/livez')).status)
      slowest = Math.max(slowest, performance.now() - asked)
    }
    expect([...statuses]).toEqual([200])
    expect(newlines).toBe(COUNT)
    expect(bytes).toBeGreaterThan(COUNT * 2_000)
    expect(most - before).toBeLessThan(200 * 1024 * 1024)
    expect(slowest).toBeLessThan(2_000)
  })

  it('of rows alone is as fast as the list', async () => {
    const { text } = await long.get('/api/requests/export?format=csv')
    expect(text.split('\r\n')).toHaveLength(COUNT + 2)
  })

  it('ends with the client that asked, and gives its place to the next', async () => {
    for (let i = 0; i < 6; i++) {
      const response = await fetch(`${long.url}/api/requests/export?format=jsonl&bodies=1`)
      await response.body?.cancel()
    }
    await expect
      .poll(async () => (await long.get('/api/requests/export?format=csv&limit=1')).status, {
        timeout: 10_000,
      })
      .toBe(200)
  })

  it('waits for its turn when there are too many', async () => {
    const open = await Promise.all(
      Array.from({ length: 4 }, () => fetch(`${long.url}/api/requests/export?format=jsonl&bodies=1`)),
    )
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await long.get('/api/requests/export?format=csv')).toMatchObject({
      status: 503,
      json: { code: 'too_many_exports' },
    })
    await Promise.all(open.map((response) => response.body?.cancel() ?? Promise.resolve()))
  })
})

describe('exports whose clients stop reading', () => {
  it('make room for another one, whose reader gets all of it', { timeout: 60_000 }, async () => {
    const long = await startApi({ requests: writeMany })
    const { port } = new URL(long.url)
    const stuck = Array.from({ length: 4 }, () => connect({ port: Number(port), host: '127.0.0.1' }).pause())
    try {
      for (const socket of stuck) {
        socket.on('error', () => undefined)
        socket.write(
          `GET /api/requests/export?format=har HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
        )
      }
      const ask = async () => (await long.get('/api/requests/export?format=csv&limit=1')).status
      await expect.poll(ask, { interval: 20 }).toBe(503)
      await expect.poll(ask, { timeout: 45_000, interval: 500 }).toBe(200)
      const { text } = await long.get('/api/requests/export?format=csv')
      expect(text.split('\r\n')).toHaveLength(COUNT + 2)
    } finally {
      for (const socket of stuck) socket.destroy()
      await long.stop()
    }
  })
})

async function writeMany(store: Store): Promise<void> {
  const text = 'word '.repeat(400)
  for (let i = 0; i < COUNT; i++) {
    const id = i.toString(16).padStart(16, '0')
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `${i} ${text}` }] })
    store.open(openedRequest(id, { startedAt: 1_700_000_000_000 + i }))
    store.finish(id, endedRequest({ requestBody: Buffer.from(body) }))
    if (i % 500 === 499) await store.flush()
  }
}
