import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { isWhole, rawExchange, type RawResponse } from './raw-exchange.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let upstream: FakeUpstream
let signalbox: Headless
let port: number

beforeAll(async () => {
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
  ;({ port } = signalbox)
})
afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
})

const PATHS = [
  'GET /',
  'HEAD /',
  'GET /health',
  'GET /livez',
  'GET /metrics',
  'GET /status',
  'HEAD /api/hello',
  'GET /api/status',
  'POST /api/drain',
  'DELETE /api/drain',
  'POST /v1/messages',
  'GET /v1/models',
  'POST /v1/chat/completions',
  'GET /v1/anything',
  'GET /assets/tray.js',
  'GET /nothing/here',
  'PUT /nothing/here',
]

interface Sent {
  host?: string
  headers?: Record<string, string>
  body?: string
}

/** Bytes of a request as a browser or a CLI could send it. */
function request(line: string, { host = `127.0.0.1:${port}`, headers = {}, body = '' }: Sent = {}): string {
  const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  const fields = Object.entries({ Host: host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${line} HTTP/1.1\r\n${fields.join('')}\r\n${body}`
}

/** Sends a request and reads the complete response; for HEAD, its head. */
function ask(bytes: string): Promise<RawResponse> {
  return rawExchange(bytes, {
    port,
    enough: (response) => (bytes.startsWith('HEAD') ? response.headers.has('date') : isWhole(response)),
  })
}

const MESSAGE = JSON.stringify({
  model: 'claude-fake',
  max_tokens: 8,
  messages: [{ role: 'user', content: 'hi' }],
})

describe('nothing reaches the upstream', () => {
  describe.each(PATHS)('of %s', (line) => {
    it.each(['evil.example', 'localhost:1', '127.0.0.1.nip.io', ''])('from Host "%s"', async (host) => {
      expect(await ask(request(line, { host }))).toMatchObject({ status: 403 })
    })

    it.each<[string, Record<string, string>]>([
      ['another site', { Origin: 'https://evil.example' }],
      ['another site that hides its origin', { 'Sec-Fetch-Site': 'cross-site' }],
      ['another server on localhost', { Origin: 'http://localhost:5173', 'Sec-Fetch-Site': 'same-site' }],
      ['a sandboxed frame', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
      ['https on our address', { Origin: `https://127.0.0.1:1` }],
    ])('from %s', async (_who, headers) => {
      const response = await ask(request(line, { headers }))
      expect(response.status).toBe(403)
      expect(corsHeaders(response)).toEqual([])
    })

    it('with two Host headers, without one in HTTP/1.0, or for another host', async () => {
      const [method = '', path = ''] = line.split(' ')
      const own = `Host: 127.0.0.1:${port}\r\n`
      const requests = [
        `${line} HTTP/1.1\r\n${own}Host: evil.example\r\n\r\n`,
        `${line} HTTP/1.1\r\nHost: evil.example\r\n${own}\r\n`,
        `${line} HTTP/1.0\r\n\r\n`,
        `${method} http://evil.example${path} HTTP/1.1\r\n${own}\r\n`,
        `${line} HTTP/1.1\r\n${own}Connection: close, x-api-key\r\n\r\n`,
      ]
      const responses = await Promise.all(requests.map(ask))
      expect(responses.map(({ status }) => status)).toEqual(requests.map(() => 400))
    })

    it('with 257 headers', async () => {
      const many = `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${'A: b\r\n'.repeat(256)}\r\n`
      expect(await ask(many)).toMatchObject({ status: 431 })
    })

    it.each(['https://evil.example', 'http://localhost:5173', 'null', 'http://127.0.0.1', 'file://'])(
      'after a preflight from %s, which gets no CORS header',
      async (origin) => {
        const path = line.split(' ')[1] ?? ''
        const headers = {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type, x-api-key',
          'Access-Control-Request-Private-Network': 'true',
        }
        const response = await ask(request(`OPTIONS ${path}`, { headers }))
        expect(response.status).toBe(403)
        expect(corsHeaders(response)).toEqual([])
      },
    )

    it('as an upgrade: 426 at once, and the connection ends', { retry: 2 }, async () => {
      const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
      const response = await rawExchange(request(line, { headers }), { port })
      expect(response).toMatchObject({ status: 426, end: 'fin' })
      expect(response.ms).toBeLessThan(50)
    })
  })

  it.each([
    ['text/plain', MESSAGE],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
    ['application/json', MESSAGE],
  ])('from a page that posts %s', async (type, body) => {
    for (const path of ['/v1/messages', '/api/drain']) {
      for (const site of [
        { Origin: 'https://evil.example' },
        { 'Sec-Fetch-Site': 'cross-site' },
        { Origin: 'null' },
      ]) {
        const response = await ask(
          request(`POST ${path}`, { headers: { ...site, 'Content-Type': type }, body }),
        )
        expect(response.status).toBe(403)
      }
    }
  })

  it('from CONNECT, whose connection ends without a word', async () => {
    expect(await rawExchange(request('CONNECT evil.example:443'), { port })).toMatchObject({ text: '' })
  })

  const post = (rest: string) => `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n${rest}`
  const get = (rest: string) => `GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n${rest}`
  it.each<[string, number, string]>([
    ['both lengths (CL.TE)', 400, post('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG')],
    ['an unknown coding', 400, post('Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n')],
    ['chunked that is not last', 400, post('Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n')],
    ['two lengths', 400, post('Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}')],
    ['a length with a sign', 400, post('Content-Length: +2\r\n\r\n{}')],
    ['a space before the colon', 400, post('Content-Length : 2\r\n\r\n{}')],
    ['bare LF in the head', 400, 'POST /v1/messages HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 2\n\n{}'],
    ['bare LF in a chunk', 400, post('Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n')],
    [
      'a chunk extension of 20 kB',
      413,
      post(`Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
    ],
    ['a folded header', 400, get('X-A: b\r\n c\r\n\r\n')],
    ['NUL in a header', 400, get('X-A: b\0c\r\n\r\n')],
    ['no Host', 400, 'GET /v1/x HTTP/1.1\r\n\r\n'],
    ['a bad escape', 400, 'GET /v1/%zz HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n'],
    ['the HTTP/2 preface', 400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', 400, '\x16\x03\x01\x00\xf5\x01\x00\x00\xf1\x03\x03'],
    ['an unknown expectation', 417, post('Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}')],
    ['a header of 70 kB', 431, get(`X-A: ${'a'.repeat(70_000)}\r\n\r\n`)],
  ])('from %s: %i', async (_what, status, bytes) => {
    const response = await rawExchange(bytes.replace('PORT', String(port)), {
      port,
      enough: (seen) => seen.status !== undefined,
    })
    expect(response.status).toBe(status)
    expect(response.headers.has('x-proxy-error')).toBe(true)
  })

  it('from a browser below /v1, by whatever method and spelling, and nothing of theirs is told', async () => {
    const marks = { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'QUERY']) {
      for (const path of [
        '/v1/x',
        '//v1/x',
        '/%76%31/x',
        '/V1/x',
        `http://127.0.0.1:${port}/v1/x`,
        '/v1/../x',
      ]) {
        const response = await ask(request(`${method} ${path}`, { headers: marks }))
        expect([method, path, response.status]).toEqual([method, path, 403])
        expect(response.headers.get('x-proxy-error')).toBe('origin_not_allowed')
        expect(response.headers.get('content-security-policy')).toContain('sandbox')
      }
    }
  })

  it('from a file name that leads out of the pages', async () => {
    const ways = [
      '..%2ftray.html',
      '%2e%2e/tray.html',
      '..%5ctray.html',
      '..%2f..%2fmain%2findex.js',
      '%00',
      '.',
    ]
    const responses = await Promise.all(ways.map((way) => ask(request(`GET /assets/${way}`))))
    expect(responses.map(({ status }) => status)).toEqual(ways.map(() => 404))
  })

  it('and nothing was done: no request sent, no drain begun, none in flight', async () => {
    const livez: object = await (await fetch(`${signalbox.url}/livez`)).json()
    expect(livez).toMatchObject({ draining: false, in_flight: 0 })
    expect(upstream.requests).toEqual([])
  })
})

describe('our own answers', () => {
  it.each(PATHS.filter((line) => !line.includes('/api/drain') && !line.includes('/v1/')))(
    'to %s say that nobody may guess their type or embed them',
    async (line) => {
      const { headers } = await ask(request(line))
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    },
  )

  it('have a policy where they are refusals, too', async () => {
    const refused = [
      request('GET /', { host: 'evil.example' }),
      request('GET /nothing'),
      request('GET /v1/%zz'),
      request('POST /v1/chat/completions', { body: '{}' }),
      request('GET /api/events', { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } }),
      'GARBAGE\r\n\r\n',
    ]
    for (const bytes of refused) {
      const { headers } = await ask(bytes)
      expect([bytes, headers.get('content-security-policy')]).toEqual([
        bytes,
        expect.stringContaining('sandbox'),
      ])
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('take 20 kB of cookies of other servers on localhost', async () => {
    const headers = { Cookie: `a=${'b'.repeat(20_000)}` }
    expect(await ask(request('GET /', { headers }))).toMatchObject({ status: 200 })
  })

  it.each(['HEAD /', 'HEAD /api/hello'])('to %s are 200 and empty', async (line) => {
    const response = await rawExchange(request(line, { headers: { Connection: 'close' } }), { port })
    expect(response).toMatchObject({ status: 200, body: '' })
  })

  it.each(['application/json', 'text/plain', 'application/x-unknown'])(
    'do not depend on an unexpected body of type %s',
    async (type) => {
      const headers = { 'Content-Type': type }
      expect((await ask(request('DELETE /api/drain', { headers, body: '{' }))).status).toBe(200)
      expect((await ask(request('POST /nothing', { headers, body: '{' }))).status).toBe(404)
    },
  )

  it('come for an absolute target that is us', async () => {
    expect(await ask(request(`GET http://127.0.0.1:${port}/livez`))).toMatchObject({ status: 200 })
  })

  it('come for our own page', async () => {
    const headers = { Origin: signalbox.url, 'Sec-Fetch-Site': 'same-origin' }
    const response = await ask(request('DELETE /api/drain', { headers }))
    expect(response.status).toBe(200)
    expect(corsHeaders(response)).toEqual([])
  })
})

it('adds no header of its own to what it carries, but a date where there is none', async () => {
  const response = await ask(request('POST /v1/messages', { body: MESSAGE }))
  expect(response.status).toBe(200)
  const direct = await fetch(`${upstream.url}/v1/messages`, { method: 'POST', body: MESSAGE })
  const own = [...response.headers.keys()].filter((name) => !direct.headers.has(name))
  expect(own.filter((name) => name !== 'connection' && name !== 'keep-alive')).toEqual(['date'])
})

function corsHeaders({ headers }: RawResponse): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'))
}
