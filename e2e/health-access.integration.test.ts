import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDocument } from '../main/health/views/testing/documents.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { claudeCredentials, createFakeHome, FAKE_CLI, type FakeHome } from './seeds/fake-home.ts'
import { type HttpResponse, httpGet, type HttpGetOptions } from './seeds/http-get.ts'
import { createTestHost } from './seeds/test-host.ts'
import { startChecked } from './seeds/start-checked.ts'
import type { Headless } from './start-headless.ts'

/* Access from another machine: a network namespace of our own, so that no packet leaves the computer. */

const KEY = 'the-proxy-key-of-this-test'
const ANTHROPIC_KEY = 'sk-ant-api03-the-key-of-the-server'
const host = createTestHost()

const WITH_KEY: [string, Record<string, string>][] = [
  ['Bearer', { authorization: `Bearer ${KEY}` }],
  ['x-api-key', { 'x-api-key': KEY }],
  ['x-proxy-api-key', { 'x-proxy-api-key': KEY }],
]
const WITHOUT: [string, Record<string, string>][] = [
  ['no key', {}],
  ['a wrong key', { 'x-api-key': `${KEY.slice(0, -1)}x` }],
  ['the key of the upstream', { 'x-api-key': ANTHROPIC_KEY }],
  [
    'a spoofed origin',
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' },
  ],
  ['a loopback Host', { host: '127.0.0.1:3456' }],
]

const PRIVATE =
  /@|searched_paths|version_output|binary_path|credentials_path|"uptime"|"host"|"port"|sign_in|base_url|expires|verdict/

async function fromOutside(url: string, options?: HttpGetOptions): Promise<HttpResponse> {
  if (host === undefined) throw new Error('no test host')
  return host.get(url, options)
}

let home: FakeHome
let upstream: FakeUpstream

beforeAll(async () => {
  home = await createFakeHome()
  upstream = await startFakeUpstream()
})
afterAll(async () => {
  host?.remove()
  await upstream.close()
  await home.remove()
})

describe.skipIf(host === undefined)('from another address, with a key set', () => {
  let server: Headless
  let outside: string

  beforeAll(async () => {
    const claude = await home.write('cli/claude', FAKE_CLI.claude, 0o755)
    await home.write('.claude/.credentials.json', claudeCredentials('sk-ant-oat01-x'))
    server = await startChecked({
      env: {
        HOME: home.path,
        HOST: '0.0.0.0',
        CCPROXY_API_KEY: KEY,
        ANTHROPIC_API_KEY: ANTHROPIC_KEY,
        ANTHROPIC_FORWARD_URL: upstream.url,
        CLAUDE_CLI_PATH: claude,
      },
    })
    outside = `http://${host?.serverAddress}:${server.port}`
    return () => server.stop('SIGKILL')
  })

  it.each(WITHOUT)('shows with %s only that it is there and in which state', async (_name, headers) => {
    const plain = await fromOutside(`${outside}/health`, { headers })
    expect(plain.status).toBe(200)
    expect(Object.keys(JSON.parse(plain.body))).toEqual(['status', 'service', 'timestamp', 'version'])
    expect(JSON.parse((await fromOutside(`${outside}/health?view=ccproxy`, { headers })).body)).toEqual({
      status: 'healthy',
    })
    for (const path of [
      '/health?view=ietf',
      '/health/ready',
      '/health/detailed',
      '/livez',
      '/',
      '/health/live',
    ]) {
      const { status, body } = await fromOutside(outside + path, { headers })
      expect([path, status]).toEqual([path, 200])
      expect(body).not.toContain(home.path)
      expect(body).not.toMatch(PRIVATE)
    }
  })

  it.each(WITHOUT)('refuses /status, /metrics and /v1 with %s', async (_name, headers) => {
    const before = upstream.requests.length
    for (const path of [
      '/status',
      '/status?view=groq',
      '/metrics',
      '/health?view=prometheus',
      '/v1/models',
      '/api/status',
    ]) {
      const { status, body } = await fromOutside(outside + path, { headers })
      expect([path, status]).toEqual([path, 401])
      expect(body).not.toContain(home.path)
    }
    const response = await fromOutside(`${outside}/v1/messages`, {
      method: 'POST',
      headers,
      body: '{"model":"m"}',
    })
    expect(response.status).toBe(401)
    expect((await fromOutside(`${outside}/api/drain`, { method: 'POST', headers })).status).toBe(401)
    expect(JSON.parse((await httpGet(`http://127.0.0.1:${server.port}/livez`)).body).draining).toBe(false)
    expect(JSON.parse(response.body)).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error' },
    })
    expect(upstream.requests.length).toBe(before)
  })

  it.each(WITH_KEY)('shows everything with the key as %s', async (_name, headers) => {
    const { body } = await fromOutside(`${outside}/health`, { headers })
    expect(JSON.parse(body)).toMatchObject({ config: { api_key_configured: true }, performance: {} })
    expect((await fromOutside(`${outside}/livez`, { headers })).body).toContain('"verdict":{"state":')
    expect((await fromOutside(`${outside}/status`, { headers })).status).toBe(200)
    expect((await fromOutside(`${outside}/metrics`, { headers })).status).toBe(200)
    expect((await fromOutside(`${outside}/health?view=ietf`, { headers })).body).toContain(home.path)
  })

  // With x-proxy-api-key, a client keeps the two other headers for its own credentials.
  it.each(WITH_KEY.slice(0, 2))(
    'carries /v1 with the key as %s, and puts the upstream’s key in its place',
    async (_name, headers) => {
      const before = upstream.requests.length
      const { status } = await fromOutside(`${outside}/v1/messages`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{"model":"m","max_tokens":1,"messages":[]}',
      })
      expect(status).toBe(200)
      const sent = JSON.stringify(upstream.requests.slice(before).map(({ rawHeaders }) => rawHeaders))
      expect(sent).not.toContain(KEY)
      expect(sent).toContain(ANTHROPIC_KEY)
    },
  )

  it('carries a client’s own credential untouched beside x-proxy-api-key', async () => {
    const before = upstream.requests.length
    await fromOutside(`${outside}/v1/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-ant-oat01-of-the-client', 'x-proxy-api-key': KEY },
      body: '{"model":"m","max_tokens":1,"messages":[]}',
    })
    const sent = JSON.stringify(upstream.requests.slice(before).map(({ rawHeaders }) => rawHeaders))
    expect(sent).toContain('Bearer sk-ant-oat01-of-the-client')
    expect(sent).not.toContain(KEY)
    expect(sent).not.toContain(ANTHROPIC_KEY)
  })

  it('trusts callers on this machine without a key, but not requests from a reverse proxy', async () => {
    const local = `http://127.0.0.1:${server.port}/health`
    expect(JSON.parse((await httpGet(local)).body)).toHaveProperty('performance')
    const forwarded = await httpGet(local, { headers: { 'x-forwarded-for': '203.0.113.9' } })
    expect(JSON.parse(forwarded.body)).not.toHaveProperty('performance')
  })

  const PROBES = (['001', '002', '003'] as const).flatMap((number) =>
    [
      ...readDocument(number).matchAll(
        /(liveness|readiness)Probe:\n\s*httpGet:\n\s*path: (\S+)\n\s*port: (\d+)/g,
      ),
    ].map(([, kind, path]) => ({ number, kind, path })),
  )

  it('knows two Kubernetes probes of each of three documents', () => expect(PROBES).toHaveLength(6))

  it.each(PROBES)('answers the $kind probe of $number as a kubelet sends it: GET $path', async ({ path }) => {
    const headers = { 'user-agent': 'kube-probe/1.31', accept: '*/*', connection: 'close' }
    const { status } = await fromOutside(outside + path, { headers })
    expect(status).toBe(200)
  })
})

describe.skipIf(host === undefined)('from another address, without a key set', () => {
  it('HOST=0.0.0.0 listens on loopback alone, and says so', async () => {
    const server = await startChecked({
      env: { HOME: home.path, HOST: '0.0.0.0' },
      checks: ['proxy_service'],
    })
    await expect(fromOutside(`http://${host?.serverAddress}:${server.port}/health`)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    expect((await httpGet(`http://127.0.0.1:${server.port}/health`)).status).toBe(200)
    expect(server.stderr()).toContain('CCPROXY_API_KEY isn’t set')
    await server.stop('SIGKILL')
  })
})
