import { chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { basicCredentials } from '../shared/basic-credentials.ts'
import { listOperations, type Operation } from './api-rig/list-operations.ts'
import { record } from '../main/storage/testing/request.ts'
import { isWhole, rawExchange } from './raw-exchange.ts'
import { type Api, startApi } from './api-rig/start-api.ts'
import { chromiumFlags } from './stand-in/chromium-flags.ts'
import { findChromium } from './stand-in/find-chromium.ts'

const PASSWORD = 'open: sesame'
const KEY = 'the-key-of-this-test'
const RIGHT = { authorization: basicCredentials(PASSWORD) }

/** Spellings of a path that a router may take for another one. */
const SPELLINGS = [
  '/%61pi/status',
  '/%2561pi/status',
  '/api%2fstatus',
  '//api/status',
  '/API/status',
  '/api/./status',
  '/x/../api/status',
  '/v1/../api/status',
  '/v1/%2e%2e/api/status',
  '/livez/../api/status',
  '/health%2f..%2fapi/status',
  '/api/status;x=1',
  '/api/status/',
  '/api/status%00',
  '/%61%70%69/requests',
  '/api/requests?x=/v1/',
  '/%70roviders',
]

const STATUS_LINE = '/api/statusline'

describe('with a password', () => {
  let api: Api
  let operations: Operation[]
  beforeAll(async () => {
    api = await startApi({ env: { DASHBOARD_PASSWORD: PASSWORD, CCPROXY_API_KEY: KEY } })
    operations = await listOperations(api)
  })
  afterAll(() => api.stop())

  it('everything of the dashboard asks for it, in the way that makes a browser ask its user', async () => {
    const own = operations.filter(({ tag, path }) => tag === 'dashboard' && path !== STATUS_LINE)
    expect(own.length).toBeGreaterThan(25)
    for (const { method, path } of own) {
      const response = await api.get(path, { method })
      expect([method, path, response.status]).toEqual([method, path, 401])
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="Signalbox", charset="UTF-8"')
      expect(response.json).toEqual({ error: expect.any(String), code: 'password_required' })
    }
    expect((await api.get('/api/requests')).headers.get('x-proxy-error')).toBe('password_required')
  })

  it('only the status line does not: a command line is no place for a password', async () => {
    const response = await api.get(STATUS_LINE, { method: 'POST', body: '{}' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/plain')
  })

  it.each([
    '/',
    '/dashboard.html',
    '/tray.html',
    '/assets/a.js',
    '/nothing',
    '/api/nothing',
    '/providers',
    ...SPELLINGS,
  ])('nothing is shown of %s', async (path) => {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAccept: text/html\r\n\r\n`
    const response = await rawExchange(bytes, { port: api.port, enough: isWhole })
    // A path that escapes from /v1 is not forwarded.
    expect([path, response.status]).toEqual([path, path.startsWith('/v1/') ? 400 : 401])
    expect(response.body).not.toContain('base_url')
  })

  it('opens everything to who shows it, with any user name, and to who shows the key', async () => {
    for (const headers of [
      RIGHT,
      { authorization: `Basic ${btoa(`x:${PASSWORD}`)}` },
      { 'x-api-key': KEY },
    ]) {
      for (const path of ['/api/status', '/api/requests', '/api/costs', '/api/storage'])
        expect(await api.get(path, { headers })).toMatchObject({ status: 200 })
      expect(await api.get('/', { headers: { ...headers, accept: 'text/html' } })).toMatchObject({
        status: 404,
        json: { error: 'UI not available' },
      })
    }
  })

  it.each([
    '/v1/models',
    '/health',
    '/health/live',
    '/health/ready',
    '/health/detailed',
    '/livez',
    '/status',
    '/metrics',
    '/openapi.json',
    '/openapi.yaml',
    '/',
  ])('asks for nothing at %s', async (path) => {
    const response = await api.get(path)
    expect([path, response.status]).toEqual([path, 200])
    expect(response.headers.get('www-authenticate')).toBeNull()
  })

  it("Claude Code's probes are answered", async () => {
    for (const path of ['/', '/api/hello'])
      expect(await api.get(path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  it('never makes /v1 ask for it, whatever is sent there', async () => {
    const response = await api.get('/v1/models', { headers: { authorization: basicCredentials('wrong') } })
    expect(response.status).toBe(200)
    expect(response.headers.get('www-authenticate')).toBeNull()
  })

  it('slows down guessing, and responds to every wrong guess in the same way', async () => {
    const guess = (password: string, user = 'a') =>
      api.get('/api/status', { headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` } })
    const responses = []
    for (let i = 0; i < 30; i++)
      responses.push(await guess(i === 1 ? PASSWORD.slice(0, -1) : `guess ${i}`, i === 2 ? PASSWORD : 'a'))
    const wrong = responses.filter(({ status }) => status === 401)
    expect(wrong.length).toBeGreaterThanOrEqual(5)
    expect(wrong.length).toBeLessThanOrEqual(8)
    expect(new Set(wrong.map(({ text }) => text)).size).toBe(1)
    const refused = responses.at(-1)
    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'too_many_guesses' },
    })
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused?.headers.get('www-authenticate')).toBeNull()
    // The owner's key still works, and Claude Code continues.
    expect(await api.get('/api/status', { headers: { 'x-api-key': KEY } })).toMatchObject({ status: 200 })
    expect(await api.get('/v1/models')).toMatchObject({ status: 200 })
  })
})

const chromiumPath = findChromium()
describe.skipIf(chromiumPath === undefined)('a browser', () => {
  it('asks its user once, and then shows the page with everything that the page asks for', async () => {
    const api = await startApi({
      env: { DASHBOARD_PASSWORD: 'größe: 🔑' },
      page: '<!doctype html><title>dashboard</title>',
    })
    const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: chromiumFlags() })
    try {
      const page = await browser.newPage({ httpCredentials: { username: 'me', password: 'größe: 🔑' } })
      expect((await page.goto(`${api.url}/`))?.status()).toBe(200)
      const seen = await page.evaluate(async () => {
        const { status } = await fetch('/api/status')
        const source = new EventSource('/api/events')
        const event = await new Promise<string>((resolve) => {
          source.addEventListener('livez', ({ type }) => resolve(type))
          source.addEventListener('error', ({ type }) => resolve(type))
        })
        source.close()
        return { status, event }
      })
      expect(seen).toEqual({ status: 200, event: 'livez' })
      const stranger = await browser.newPage()
      await expect(stranger.goto(`${api.url}/`)).rejects.toThrow('ERR_INVALID_AUTH_CREDENTIALS')
    } finally {
      await browser.close()
      await api.stop()
    }
  })
})

describe('without a password, for strangers (here: through a reverse proxy)', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9' }
  let api: Api
  beforeAll(async () => {
    api = await startApi({ env: { CCPROXY_API_KEY: KEY } })
  })
  afterAll(() => api.stop())

  it('everything of the API asks for the key, and takes it', async () => {
    const own = (await listOperations(api)).filter(({ tag }) => tag === 'dashboard')
    for (const { method, path } of own) {
      const response = await api.get(path, { method, headers: forwarded })
      expect([method, path, response.status]).toEqual([method, path, 401])
      expect(response.headers.get('www-authenticate')).toBeNull()
    }
    const headers = { ...forwarded, authorization: `Bearer ${KEY}` }
    expect(await api.get('/api/requests', { headers })).toMatchObject({ status: 200 })
  })

  it.each(SPELLINGS)('%s is no way around it', async (path) => {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n`
    const response = await rawExchange(bytes, { port: api.port, enough: isWhole })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.body).not.toContain('base_url')
  })
})

describe('a page of another site', () => {
  let api: Api
  let operations: Operation[]
  beforeAll(async () => {
    api = await startApi({ requests: (store) => record(store, ['0123456789abcdef']) })
    operations = await listOperations(api)
  })
  afterAll(() => api.stop())

  const FOREIGN: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'http://localhost:5173', 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Host: 'evil.example' },
  ]
  const FORMS = [
    ['application/x-www-form-urlencoded', 'a=b'],
    ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
    ['text/plain', '{"capture":"off","maxDays":0,"maxMegabytes":0}'],
  ] as const

  function send(
    { method, path }: Pick<Operation, 'method' | 'path'>,
    headers: Record<string, string>,
    body = '',
  ) {
    const all = {
      Host: `127.0.0.1:${api.port}`,
      ...headers,
      'Content-Length': String(Buffer.byteLength(body)),
    }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    return rawExchange(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`, {
      port: api.port,
      enough: isWhole,
    })
  }

  it('can neither read nor change anything, by whatever form it sends', async () => {
    const before = await Promise.all(
      ['/api/storage', '/api/prices', '/api/requests'].map(async (path) => (await api.get(path)).json),
    )
    const changing = operations.filter(({ method, tag }) => method !== 'GET' && tag === 'dashboard')
    expect(changing.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['deleteRequests', 'saveStorage', 'savePrices', 'startDrain']),
    )
    for (const operation of operations) {
      for (const headers of FOREIGN) {
        const response = await send(operation, headers)
        expect([operation.id, headers, response.status]).toEqual([operation.id, headers, 403])
        expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
      }
    }
    // A page with an opaque origin may send a GET, and read the response if a header says so.
    // The events have no end to wait for.
    const reading = operations.filter(({ method, path }) => method === 'GET' && path !== '/api/events')
    expect(reading.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/openapi.json', '/openapi.yaml']),
    )
    for (const operation of reading) {
      const response = await send(operation, { Origin: 'null' })
      const allowing = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect([operation.id, allowing]).toEqual([operation.id, []])
    }
    for (const operation of changing) {
      for (const [type, body] of FORMS) {
        for (const headers of [...FOREIGN, { Origin: 'null' }])
          expect((await send(operation, { ...headers, 'Content-Type': type }, body)).status).toBe(403)
      }
    }
    const after = await Promise.all(
      ['/api/storage', '/api/prices', '/api/requests'].map(async (path) => (await api.get(path)).json),
    )
    expect(after[1]).toEqual(before[1])
    expect(after[2]).toEqual(before[2])
    expect(after[0]).toMatchObject({ settings: (before[0] as { settings: object }).settings })
    expect((await api.get('/livez')).json).toMatchObject({ draining: false })
  })

  it('could send no body that is taken, even if it got past the guard', async () => {
    const put = operations.filter(({ method }) => method === 'PUT')
    expect(put.length).toBeGreaterThanOrEqual(2)
    for (const operation of put) {
      for (const [type, body] of FORMS)
        expect((await send(operation, { 'Content-Type': type }, body)).status).toBe(415)
      expect((await send(operation, { 'Content-Type': 'application/json' }, '{')).status).toBe(400)
      expect((await send(operation, { 'Content-Type': 'application/json' }, '[]')).status).toBe(400)
      expect(
        (await send(operation, { 'Content-Type': 'application/json' }, `"${'x'.repeat(1024 * 1024)}"`))
          .status,
      ).toBe(413)
      expect((await send(operation, {})).status).toBe(400)
    }
  })
})
