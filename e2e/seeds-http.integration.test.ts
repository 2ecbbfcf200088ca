import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDocument } from '../main/health/views/testing/documents.ts'
import { claudeCredentials, createFakeHome, FAKE_CLI, type FakeHome } from './seeds/fake-home.ts'
import { expectedResponses, HEALTH_JSON, ISO, JSON_TYPE, VERSION } from './seeds/expected-responses.ts'
import { httpGet } from './seeds/http-get.ts'
import { startChecked } from './seeds/start-checked.ts'
import type { Headless } from './start-headless.ts'

/*
 * Every endpoint of the health documents on a real server, in the states that can be produced from outside. Bodies of
 * other states are tested with facts, next to `main/health/views`.
 */

const FRESH = 'no-cache, no-store, must-revalidate'

let home: FakeHome
let claude: string
let env: Record<string, string>

beforeAll(async () => {
  home = await createFakeHome()
  claude = await home.write('cli/claude', FAKE_CLI.claude, 0o755)
  const codex = await home.write('cli/codex', FAKE_CLI.codex, 0o755)
  await home.write('.claude/.credentials.json', claudeCredentials('sk-ant-oat01-x'))
  env = { HOME: home.path, CLAUDE_CLI_PATH: claude, CODEX_CLI_PATH: codex }
})
afterAll(() => home.remove())

describe('on one server, running and then draining', () => {
  let server: Headless

  beforeAll(async () => {
    server = await startChecked({ env })
    return () => server.stop('SIGKILL')
  })

  it.each([false, true])('answers every endpoint of the documents; draining: %s', async (draining) => {
    if (draining) await httpGet(`${server.url}/api/drain`, { method: 'POST' })
    for (const { path, accept = '*/*', status, type, body } of expectedResponses({
      server,
      claude,
      draining,
    })) {
      const response = await httpGet(server.url + path, { headers: { accept } })
      expect([path, response.status, response.headers['content-type']]).toEqual([path, status, type])
      const negotiated = path === '/health' || path.startsWith('/health?')
      expect([path, response.headers['cache-control'], response.headers.vary]).toEqual([
        path,
        FRESH,
        negotiated ? 'Accept' : undefined,
      ])
      expect(body === undefined ? {} : JSON.parse(response.body)).toEqual(body ?? {})

      const head = await httpGet(server.url + path, { method: 'HEAD', headers: { accept } })
      expect([path, head.status, head.body, head.headers['content-type']]).toEqual([path, status, '', type])
    }
  })

  it('says at / who it is, to programs', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await httpGet(`${server.url}/`, {
        method,
        headers: { accept: '*/*' },
      })
      expect([status, headers['content-type']]).toEqual([200, JSON_TYPE])
      const expected = { message: 'LLMs API', version: VERSION, provider: 'anthropic' }
      expect(body === '' ? expected : JSON.parse(body)).toEqual(expected)
      expect(body === '').toBe(method === 'HEAD')
    }
  })

  it('is alive for /livez whatever happens, with the four fields of 004 and without being counted', async () => {
    const [, names = ''] =
      /^LivezResponse:\ntype: object\nproperties:\n((?:\w+: \{.*\n)+)/m.exec(readDocument('004')) ?? []
    const fields = [...names.matchAll(/^(\w+):/gm)].map(([, name]) => name)
    expect(fields).toEqual(['status', 'timestamp', 'in_flight', 'draining'])
    const { status, headers, body } = await httpGet(`${server.url}/livez`)
    expect([status, headers['cache-control']]).toEqual([200, FRESH])
    expect(Object.keys(JSON.parse(body)).slice(0, 4)).toEqual(fields)
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', timestamp: ISO, in_flight: 0, draining: true })
    expect((await httpGet(`${server.url}/livez`, { method: 'HEAD' })).status).toBe(200)
    const { performance } = JSON.parse((await httpGet(`${server.url}/health`)).body)
    expect(performance.requests.total).toBe(0)
  })

  it('writes one instant into all `time` of health+json, with an offset of +00:00', async () => {
    const { body } = await httpGet(`${server.url}/health?view=ietf`)
    const parsed = JSON.parse(body)
    const times = [...body.matchAll(/"time":"([^"]*)"/g)].map(([, time]) => time)
    expect(times.length).toBeGreaterThan(5)
    expect(new Set(times).size).toBe(1)
    expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/)
    expect(Object.keys(parsed.checks).slice(0, 5)).toEqual([
      'oauth2_credentials',
      'claude_cli',
      'codex_cli',
      'claude_sdk',
      'proxy_service',
    ])
    expect(parsed.checks.claude_cli).toMatchObject([
      {
        cli_status: 'available',
        installation_status: 'found',
        version: '2.0.0',
        version_output: '2.0.0 (Claude Code)',
      },
    ])
    expect(parsed).toMatchObject({ serviceId: 'claude-code-proxy', description: 'CCProxy API Server' })
  })

  it('is healthy again when the drain is taken back', async () => {
    await httpGet(`${server.url}/api/drain`, { method: 'DELETE' })
    expect((await httpGet(`${server.url}/health`)).status).toBe(200)
  })

  it('counts the missing SDK only for those who ask strictly', async () => {
    expect((await httpGet(`${server.url}/health?strict=1`)).status).toBe(503)
    expect((await httpGet(`${server.url}/health`)).status).toBe(200)
  })
})

describe('with claude_cli critical, as in 001, and no claude to be found', () => {
  let server: Headless

  beforeAll(async () => {
    server = await startChecked({
      env: {
        HOME: home.path,
        SIGNALBOX_HEALTH_CRITICAL: 'proxy_service,claude_cli',
        SIGNALBOX_SERVICE_NAME: 'claude-proxy',
      },
    })
    return () => server.stop('SIGKILL')
  })

  it.each(['/health', '/health?view=basic', '/health/detailed'])(
    '%s is 503 and says where it looked',
    async (path) => {
      const { status, body } = await httpGet(server.url + path)
      expect(status).toBe(503)
      const response = JSON.parse(body)
      expect(response).toMatchObject({
        status: 'unhealthy',
        service: 'claude-proxy',
        error: 'Claude CLI not found in PATH',
      })
      expect(response.details.searched_paths).toEqual(
        expect.arrayContaining([
          '/usr/local/bin/claude',
          '/usr/bin/claude',
          `${home.path}/.local/bin/claude`,
        ]),
      )
    },
  )

  it('is ready all the same, as in 000: a warning does not block', async () => {
    expect((await httpGet(`${server.url}/health/ready`)).status).toBe(200)
  })
})

it('takes health+json as the default where that is set, and only for those who take anything', async () => {
  const server = await startChecked({ env: { ...env, SIGNALBOX_HEALTH_MEDIA_TYPE: HEALTH_JSON } })
  expect((await httpGet(`${server.url}/health`)).headers['content-type']).toBe(HEALTH_JSON)
  const plain = await httpGet(`${server.url}/health`, { headers: { accept: 'application/json' } })
  expect(plain.headers['content-type']).toBe(JSON_TYPE)
  await server.stop('SIGKILL')
})

describe('behind the nginx of 003', () => {
  it('answers with the headers that its two locations send', async () => {
    const server = await startChecked({
      env: { ...env, SIGNALBOX_ALLOWED_HOSTS: 'ccproxy,proxy.example.com' },
    })
    // `proxy_pass http://ccproxy/health` sends the upstream's name, `proxy_set_header Host $host` the visitor's.
    const health = await httpGet(`${server.url}/health`, {
      headers: { host: 'ccproxy', connection: 'close' },
    })
    expect(health.status).toBe(200)
    const root = await httpGet(`${server.url}/`, {
      headers: { host: 'proxy.example.com', 'x-real-ip': '203.0.113.9', connection: 'close' },
    })
    expect(root.status).toBe(200)
    await server.stop('SIGKILL')
  })
})
