import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Receiver, send } from '../send/send.ts'
import type { UpstreamRequest } from '../send/upstream-request.ts'
import { type Certificate, issueAuthority, issueServer } from '../testing/issue-certificate.ts'
import { createTrust } from './trust.ts'
import { type Received, createRecorder } from '../testing/scripted-sender.ts'
import { type ConnectBehaviour, startProxy, type TestProxy } from '../testing/start-proxy.ts'
import {
  createUpstreamClient,
  type UpstreamClient,
  type UpstreamClientOptions,
} from '../send/upstream-client.ts'
import { closeServer } from '../../base/testing/local-server.ts'

const AUTHORITY = issueAuthority('Test CA')
const LEAF = issueServer(['upstream.test', '127.0.0.1'], AUTHORITY)
const SECRET = 'hunter2'

let upstream: Server
let upstreamPort: number
/** The upstream's request handler; by default it reports how the request arrived. */
let listener: RequestListener
let seen: { url: string; rawHeaders: string[] }[]
let proxy: TestProxy | undefined
let client: UpstreamClient

async function start(
  options: { tls: boolean; proxyTls?: boolean; leaf?: Certificate } & Partial<UpstreamClientOptions>,
): Promise<void> {
  const onRequest: RequestListener = (req, res) => {
    seen.push({ url: req.url ?? '', rawHeaders: req.rawHeaders })
    listener(req, res)
  }
  upstream = options.tls ? createTlsServer(options.leaf ?? LEAF, onRequest) : createServer(onRequest)
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  upstreamPort = portOf(upstream)
  const proxyTls = options.proxyTls === true
  proxy = await startProxy({ leadsTo: upstreamPort, ...(proxyTls && { tls: LEAF }) })
  const address = `${proxyTls ? 'https' : 'http'}://alice:${SECRET}@127.0.0.1:${proxy.port}`
  client = createUpstreamClient({
    connectTimeoutMs: 1_000,
    trust: createTrust({ ca: [AUTHORITY.cert], system: false }),
    outbound: { httpsProxy: address, httpProxy: address, noProxy: '' },
    ...options,
  })
}

function exchange(origin: string, headers: string[] = []): Promise<Received> {
  const recorder = createRecorder()
  send(client, requestTo(origin, headers), { receiver: recorder, headerTimeoutMs: 5_000 })
  return recorder.whole
}

function requestTo(origin: string, headers: string[] = []): UpstreamRequest {
  return { origin, path: '/v1/x?beta=true', method: 'GET', headers, body: null }
}

beforeEach(() => {
  seen = []
  listener = (_req, res) => void res.end('hello')
})

afterEach(async () => {
  await client.reset()
  await proxy?.close()
  await closeServer(upstream)
})

describe.each([
  ['a proxy', false],
  ['a proxy that is reached by TLS', true],
])('through %s', (_title, proxyTls) => {
  it('a TLS upstream gets every header as it was, and the sign-in stays with the proxy', async () => {
    await start({ tls: true, proxyTls })
    const headers = ['X-B', '1', 'anthropic-beta', 'a', 'x-b', '2', 'anthropic-beta', 'b']
    expect(await exchange('https://upstream.test', headers)).toMatchObject({
      status: 200,
      body: 'hello',
      ended: true,
    })
    expect(seen).toEqual([
      {
        url: '/v1/x?beta=true',
        rawHeaders: ['host', 'upstream.test', 'connection', 'keep-alive', ...headers],
      },
    ])
    const [asked] = proxy?.asked ?? []
    expect(asked?.line).toBe('CONNECT upstream.test:443')
    expect(asked?.headers['proxy-authorization']).toBe(`Basic ${btoa(`alice:${SECRET}`)}`)
  })

  it('an upstream without TLS gets them, too', async () => {
    await start({ tls: false, proxyTls })
    const headers = ['anthropic-beta', 'a', 'anthropic-beta', 'b']
    expect(await exchange('http://upstream.test', headers)).toMatchObject({ status: 200, body: 'hello' })
    const [asked] = proxy?.asked ?? []
    expect(asked?.line).toBe(
      proxyTls ? 'CONNECT upstream.test:80' : 'GET http://upstream.test/v1/x?beta=true',
    )
    expect(asked?.headers['host']).toBe(proxyTls ? 'upstream.test:80' : 'upstream.test')
    expect(asked?.headers['proxy-authorization']).toBe(`Basic ${btoa(`alice:${SECRET}`)}`)
    expect(seen).toHaveLength(1)
  })

  it('one connection serves many requests', async () => {
    await start({ tls: true, proxyTls })
    for (let i = 0; i < 20; i++) {
      expect((await exchange('https://upstream.test')).status).toBe(200)
      // The connection is free once undici has handled the end of the response.
      await new Promise(setImmediate)
    }
    expect(proxy?.sockets).toHaveLength(1)
    expect(seen).toHaveLength(20)
  })

  it('a request of ours that came back to us would be known', async () => {
    await start({ tls: true, proxyTls })
    await exchange('https://upstream.test')
    const [incoming] = proxy?.sockets ?? []
    expect(incoming && client.isOwnConnection(incoming)).toBe(true)
  })
})

describe.each([
  ['a tunnel', 'https://upstream.test', true],
  ['a forwarding proxy', 'http://upstream.test', false],
])('an answer through %s', (_title, origin, tls) => {
  it.each(['fin', 'reset'] as const)('that breaks off by %s is told as such', async (how) => {
    await start({ tls })
    listener = (_req, res) => {
      res.writeHead(200, { 'content-length': 100 })
      res.write('half')
    }
    const recorder = createRecorder()
    const half = Promise.withResolvers<undefined>()
    const receiver: Receiver = {
      ...recorder,
      onData(chunk) {
        half.resolve(undefined)
        return recorder.onData(chunk)
      },
    }
    send(client, requestTo(origin), { receiver, headerTimeoutMs: 5_000 })
    await half.promise
    const [socket] = proxy?.sockets ?? []
    if (how === 'fin') socket?.end()
    else socket?.resetAndDestroy()
    expect(await recorder.whole).toMatchObject({
      status: 200,
      body: 'half',
      kind: how,
      error: { code: 'upstream_broke' },
    })
  })
})

describe('a tunnel', () => {
  it('that was closed while idle costs nothing, 100 times of 100', async () => {
    await start({ tls: true })
    for (let i = 0; i < 100; i++) {
      const response = exchange('https://upstream.test')
      if (i > 0) proxy?.sockets.at(-1)?.[i % 2 === 0 ? 'destroy' : 'resetAndDestroy']()
      expect((await response).status).toBe(200)
    }
    expect(seen).toHaveLength(100)
  })

  it.each<[ConnectBehaviour, string, string]>([
    ['fin', 'outbound_proxy_failed', 'ECONNRESET'],
    ['reset', 'outbound_proxy_failed', 'ECONNRESET'],
    ['silence', 'outbound_proxy_failed', 'CONNECT_TIMEOUT'],
    [
      { response: 'HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno' },
      'outbound_proxy_failed',
      'CONNECT_403',
    ],
    [{ response: 'HTTP/1.1 502 Bad Gateway\r\n\r\n' }, 'outbound_proxy_failed', 'CONNECT_502'],
    [
      { response: 'HTTP/1.1 302 Found\r\nlocation: http://evil.test/\r\n\r\n' },
      'outbound_proxy_failed',
      'CONNECT_302',
    ],
    [{ response: 'HTTP/1.1 407 Who are you\r\n\r\n' }, 'outbound_proxy_auth', 'CONNECT_407'],
    [{ response: 'SSH-2.0-OpenSSH_9.6\r\n' }, 'outbound_proxy_failed', 'HPE_INVALID_CONSTANT'],
    [{ response: 'HTTP/1.1 200 OK\r\n\r\nnot TLS at all' }, 'upstream_unreachable', 'ERR_SSL'],
  ])('that is answered with %j fails once, with a code', async (behaviour, code, cause) => {
    await start({ tls: true })
    proxy?.onConnect(behaviour)
    const { error } = await exchange('https://upstream.test', ['x-api-key', 'canary'])
    expect(error?.code).toBe(code)
    expect(describeCause(error)).toContain(cause)
    expect(describeCause(error)).not.toMatch(/hunter2|alice|127\.0\.0\.1|canary/)
    expect(proxy?.asked).toHaveLength(1)
    expect(seen).toHaveLength(0)
  })
})

it('a proxy that is not there is told as such', async () => {
  await start({ tls: true })
  await proxy?.close()
  const { error } = await exchange('https://upstream.test')
  expect(error?.code).toBe('outbound_proxy_failed')
  expect(describeCause(error)).toContain('ECONNREFUSED')
  proxy = undefined
})

it('a proxy that wants a sign-in for a plain request is told as such, and is not the upstream', async () => {
  await start({ tls: false })
  proxy?.onConnect({ response: 'HTTP/1.1 407 Who are you\r\ncontent-length: 2\r\n\r\nno' })
  expect(await exchange('http://upstream.test')).toMatchObject({
    error: { code: 'outbound_proxy_auth' },
    headers: [],
    body: '',
  })
})

it('loopback and what NO_PROXY names are reached directly', async () => {
  await start({ tls: true })
  expect((await exchange(`https://127.0.0.1:${upstreamPort}`)).status).toBe(200)
  expect(proxy?.sockets).toHaveLength(0)
})

describe('TLS', () => {
  it('is refused before anything is sent if the upstream’s certificate is not trusted', async () => {
    await start({ tls: true, trust: createTrust({ ca: [], system: false }) })
    const { error } = await exchange(`https://127.0.0.1:${upstreamPort}`, ['x-api-key', 'canary'])
    expect(error?.code).toBe('upstream_untrusted')
    expect(error?.details).toContain('“Test CA”')
    expect(seen).toHaveLength(0)
  })

  it('names who issued the certificate that a proxy put in between', async () => {
    await start({ tls: true, trust: createTrust({ ca: [], system: false }) })
    const { error } = await exchange('https://upstream.test', ['x-api-key', 'canary'])
    expect(error?.details).toContain('“Test CA”')
    expect(seen).toHaveLength(0)
  })

  it('shows a foreign name on one line, and not endlessly', async () => {
    const authority = issueAuthority(`Evil, “Inc.”\u202e\n${'x'.repeat(5_000)}`)
    await start({
      tls: true,
      trust: createTrust({ ca: [], system: false }),
      leaf: issueServer(['127.0.0.1'], authority),
    })
    const { error } = await exchange(`https://127.0.0.1:${upstreamPort}`)
    expect(error?.details).toMatch(/“Evil, “Inc.” \\0Ax{70,}”/)
    expect(error?.details?.length).toBeLessThan(300)
  })

  it('is refused for a name that the certificate does not have', async () => {
    await start({ tls: true })
    const { error } = await exchange(`https://localhost:${upstreamPort}`)
    expect(error?.code).toBe('upstream_untrusted')
    expect(seen).toHaveLength(0)
  })

  it('takes an authority of the user’s besides those of Node', async () => {
    await start({ tls: true })
    expect((await exchange(`https://127.0.0.1:${upstreamPort}`)).status).toBe(200)
  })
})

it.each([
  'http://169.254.169.254',
  'https://[fe80::1]',
  'http://[::ffff:169.254.169.254]',
  'https://100.100.100.200',
])('nothing is sent to %s, directly or through a proxy', async (origin) => {
  await start({ tls: false })
  expect((await exchange(origin)).error?.code).toBe('upstream_forbidden')
  expect(proxy?.sockets).toHaveLength(0)
  client = createUpstreamClient({ connectTimeoutMs: 500 })
  expect((await exchange(origin)).error?.code).toBe('upstream_forbidden')
})

it.each([301, 302, 307, 308])('a redirect with %i is passed on and not followed', async (status) => {
  await start({ tls: true })
  listener = (_req, res) => void res.writeHead(status, { location: '/elsewhere' }).end()
  const response = await exchange('https://upstream.test', ['x-api-key', 'canary'])
  expect(response.status).toBe(status)
  expect(seen.map(({ url }) => url)).toEqual(['/v1/x?beta=true'])
})

/** Every code and message of an error and its causes. */
function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const code = 'code' in error ? String(error.code) : ''
  return `${code} ${error.name} ${describeCause(error.cause)}`
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('a look whether an upstream is there', () => {
  const { signal } = new AbortController()

  it('goes through the tunnel, and tells the upstream nothing', async () => {
    await start({ tls: true })
    expect(await client.reach(new URL('https://upstream.test/v1'), signal)).toMatchObject({ ok: true })
    expect(proxy?.asked.map(({ line }) => line)).toEqual(['CONNECT upstream.test:443'])
    expect(seen).toEqual([])
  })

  it('fails where the proxy opens no tunnel', async () => {
    await start({ tls: true })
    proxy?.onConnect({ response: 'HTTP/1.1 403 Forbidden\r\n\r\n' })
    expect(await client.reach(new URL('https://upstream.test'), signal)).toMatchObject({ ok: false })
  })

  it('sees the proxy only, where that takes requests in the upstream’s place', async () => {
    await start({ tls: false })
    expect(await client.reach(new URL('http://upstream.test'), signal)).toMatchObject({ ok: true })
    expect(proxy?.sockets).toHaveLength(1)
    expect(proxy?.asked).toEqual([])
    await proxy?.close()
    expect(await client.reach(new URL('http://upstream.test'), signal)).toMatchObject({ ok: false })
  })

  it('is direct where there is no proxy, trusts what requests trust, and no forbidden address', async () => {
    await start({ tls: true, outbound: { httpsProxy: undefined, httpProxy: undefined, noProxy: '' } })
    const address = new URL(`https://127.0.0.1:${upstreamPort}`)
    expect(await client.reach(address, signal)).toMatchObject({ ok: true })
    expect(await client.reach(new URL('http://169.254.169.254'), signal)).toMatchObject({ ok: false })
    expect(await client.reach(address, AbortSignal.abort())).toMatchObject({ ok: false })
    expect(proxy?.sockets).toEqual([])
  })
})
