import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProviderFetch, type ProviderFetchOptions } from './provider-fetch.ts'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { closeServer, listenLocally } from '../../base/testing/local-server.ts'

let server: Server
let url: string
let listener: RequestListener
let seen: { method: string; url: string; rawHeaders: string[]; body: string }[]
let client: UpstreamClient

beforeEach(async () => {
  seen = []
  listener = (_req, res) => void res.end('ok')
  server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const { method = '', url: target = '', rawHeaders } = req
      seen.push({ method, url: target, rawHeaders, body: Buffer.concat(chunks).toString() })
      listener(req, res)
    })
  })
  const port = await listenLocally(server)
  url = `http://127.0.0.1:${port}`
  client = createUpstreamClient({ connectTimeoutMs: 1_000 })
})

afterEach(async () => {
  await client.reset()
  await closeServer(server)
})

function providerFetch(options: Partial<ProviderFetchOptions> = {}) {
  return createProviderFetch({ client, headerTimeoutMs: 5_000, retries: 0, random: () => 0, ...options })
}

describe('a provider’s fetch', () => {
  it('sends what it is given, and no header more than HTTP needs', async () => {
    const headers = { Authorization: 'Bearer k', 'Content-Type': 'application/json' }
    const response = await providerFetch()(`${url}/v1/chat?a=b`, { method: 'POST', headers, body: '{"é":1}' })
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/v1/chat?a=b',
        rawHeaders: [
          'host',
          new URL(url).host,
          'connection',
          'keep-alive',
          'authorization',
          'Bearer k',
          'content-type',
          'application/json',
          'content-length',
          '8',
        ],
        body: '{"é":1}',
      },
    ])
  })

  it('keeps no cookies', async () => {
    listener = (_req, res) => void res.setHeader('set-cookie', 'a=1').end()
    await (await providerFetch()(url)).text()
    const response = await providerFetch()(url, { body: new Uint8Array([65]), method: 'POST' })
    expect(response.headers.getSetCookie()).toEqual(['a=1'])
    expect(seen[1]).toMatchObject({ body: 'A' })
    expect(seen[1]?.rawHeaders.join()).not.toContain('cookie')
  })

  it.each([301, 302, 303, 307, 308])(
    'never follows a %i, and takes it for an error unless asked not to',
    async (status) => {
      listener = (_req, res) => void res.writeHead(status, { location: `${url}/elsewhere` }).end('moved')
      await expect(providerFetch()(`${url}/a`)).rejects.toMatchObject({ code: 'upstream_redirected' })
      await expect(providerFetch()(`${url}/a`, { redirect: 'follow' })).rejects.toMatchObject({
        code: 'upstream_redirected',
      })
      const response = await providerFetch()(`${url}/a`, { redirect: 'manual' })
      expect([response.status, await response.text()]).toEqual([status, 'moved'])
      expect(seen.map((one) => one.url)).toEqual(['/a', '/a', '/a'])
    },
  )

  it.each([
    ['gzip', gzipSync('hello')],
    ['br', brotliCompressSync('hello')],
  ])('decodes %s', async (coding, bytes) => {
    listener = (_req, res) => void res.setHeader('content-encoding', coding).end(bytes)
    expect(await (await providerFetch()(url)).text()).toBe('hello')
  })

  it('gives each piece as it comes, and pauses the provider of a slow reader', async () => {
    const piece = Buffer.alloc(64 * 1024)
    const total = 1_000
    let sent = 0
    listener = (_req, res) => {
      const pieces = new Readable({
        read() {
          this.push(sent++ < total ? piece : null)
        },
      })
      pieces.pipe(res)
    }
    const response = await providerFetch()(url)
    const reader = response.body?.getReader()
    let length = (await reader?.read())?.value?.length ?? 0
    expect(length).toBeGreaterThan(0)
    // Wait until the server has had many turns of the event loop without sending anything.
    for (let before = -1; before !== sent;) {
      before = sent
      for (let i = 0; i < 100; i++) await new Promise(setImmediate)
    }
    expect(sent).toBeLessThan(total)
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      length += next.value.length
    expect(length).toBe(total * piece.length)
  })

  it('has no body where the status has none', async () => {
    listener = (_req, res) => void res.writeHead(204).end()
    const response = await providerFetch()(url)
    expect([response.status, response.body]).toEqual([204, null])
  })
})

describe('a failure', () => {
  it('of connecting has its code and the system’s', async () => {
    server.closeAllConnections()
    const closed = once(server, 'close')
    server.close()
    await closed
    await expect(providerFetch()(url)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      cause: { code: 'ECONNREFUSED' },
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  it('in the middle of a body is no end of it', async () => {
    listener = (_req, res) => {
      res.write('half')
      setImmediate(() => res.socket?.resetAndDestroy())
    }
    const response = await providerFetch()(url)
    await expect(response.text()).rejects.toMatchObject({ code: 'upstream_broke' })
  })

  it.each([
    ['an unknown coding', 'snappy', 'stream_unreadable'],
    ['two codings', 'gzip, br', 'stream_unreadable'],
  ])('is told of %s', async (_title, coding, code) => {
    listener = (_req, res) => void res.setHeader('content-encoding', coding).end('x')
    await expect(providerFetch()(url)).rejects.toMatchObject({ code })
  })

  it('is told of a body that is not in its coding', async () => {
    listener = (_req, res) => void res.setHeader('content-encoding', 'gzip').end('plain')
    await expect((await providerFetch()(url)).text()).rejects.toMatchObject({ code: 'Z_DATA_ERROR' })
  })

  it('is told of headers that do not come', async () => {
    listener = () => undefined
    await expect(providerFetch({ headerTimeoutMs: 50 })(url)).rejects.toMatchObject({
      code: 'upstream_timeout',
    })
  })

  it.each([599, 999])('with status %i is answered or told, and nothing else', async (status) => {
    listener = (_req, res) => void res.socket?.end(`HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\n\r\n`)
    const outcome = await providerFetch()(url).then(
      (response) => response.status,
      (error: { code: string }) => error.code,
    )
    expect(outcome).toBe(status === 599 ? 599 : 'upstream_broke')
  })
})

describe('an abort', () => {
  it('before the response rejects with its reason and closes the connection', async () => {
    const abort = new AbortController()
    const reached = Promise.withResolvers<undefined>()
    const closed = Promise.withResolvers<undefined>()
    listener = (req) => {
      req.socket.on('close', () => closed.resolve(undefined))
      reached.resolve(undefined)
    }
    const outcome = providerFetch()(url, { signal: abort.signal }).catch((error: unknown) => error)
    await reached.promise
    abort.abort()
    expect(await outcome).toMatchObject({ name: 'AbortError' })
    await closed.promise
  })

  it('in the middle of the body ends it with an error and closes the connection', async () => {
    const abort = new AbortController()
    const closed = Promise.withResolvers<undefined>()
    listener = (req, res) => {
      req.socket.on('close', () => closed.resolve(undefined))
      res.write('half')
    }
    const response = await providerFetch()(url, { signal: abort.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    abort.abort()
    await expect(reader?.read()).rejects.toMatchObject({ name: 'AbortError' })
    await closed.promise
  })

  it('that was there before sends nothing', async () => {
    await expect(providerFetch()(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(seen).toEqual([])
  })
})

describe('what may pass', () => {
  it('is tried again before anything of it is given', async () => {
    let responses = 0
    listener = (_req, res) => {
      responses++
      if (responses === 1) return void res.writeHead(429, { 'retry-after-ms': '1' }).end('{"error":"slow"}')
      if (responses === 2) return void res.writeHead(503, { 'retry-after': '0' }).end()
      res.end('at last')
    }
    const response = await providerFetch({ retries: 3 })(url, { method: 'POST', body: 'x' })
    expect(await response.text()).toBe('at last')
    expect(seen.map(({ body }) => body)).toEqual(['x', 'x', 'x'])
  })

  it('is given as it is when it does not pass', async () => {
    listener = (_req, res) => void res.writeHead(503, { 'retry-after-ms': '1' }).end('busy')
    const response = await providerFetch({ retries: 2 })(url)
    expect([response.status, await response.text()]).toEqual([503, 'busy'])
    expect(seen).toHaveLength(3)
  })
})
