import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { basicCredentials } from '../shared/basic-credentials.ts'
import { Diagnostics, SelfTest } from '../shared/diagnostics.ts'
import { LogPage } from '../shared/logs.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { claudeCredentials, createFakeHome, type FakeHome } from './seeds/fake-home.ts'
import { httpGet } from './seeds/http-get.ts'
import { startChecked } from './seeds/start-checked.ts'
import type { Headless } from './start-headless.ts'

/** Part of every secret, and of no other text. */
const CANARY = 'k4n4r13nv0g3l'
const secret = (name: string) => `${name}-${CANARY}`
const PASSWORD = secret('dashboard')

const VARIABLES = {
  ANTHROPIC_API_KEY: secret('anthropic'),
  OPENAI_API_KEY: secret('openai'),
  CCPROXY_API_KEY: secret('own'),
  DASHBOARD_PASSWORD: PASSWORD,
  AWS_SECRET_ACCESS_KEY: secret('aws'),
  GITHUB_TOKEN: secret('github'),
  HTTPS_PROXY: `http://me:${secret('proxy')}@127.0.0.1:9`,
  HTTP_PROXY: `http://me:${encodeURIComponent(secret('pa/ss'))}@127.0.0.1:9`,
  NO_PROXY: '127.0.0.1,localhost',
}

const rule = (value: string) => ({ header: 'x-team', action: 'set', value: secret(value), enabled: true })
const CONFIG = {
  providers: [
    { name: 'openai', apiKey: secret('config'), enabled: true },
    {
      name: 'lmstudio',
      apiKey: secret('local'),
      apiBaseUrl: `http://127.0.0.1:9/${CANARY}/v1`,
      enabled: true,
    },
  ],
  routes: { default: { provider: 'openai', model: 'gpt-5', parameters: { user: secret('parameter') } } },
  requestHeaderRules: [rule('request'), { ...rule('with'), action: 'replace', find: secret('find') }],
  responseHeaderRules: [rule('response')],
}

/** Log lines of an earlier run, by a version that redacted less. */
const EARLIER = [
  `key sk-ant-api03-${CANARY} was refused`,
  `Authorization: Bearer ${CANARY}`,
  `could not reach http://me:${CANARY}@proxy.example:8080/`,
  `password=${CANARY}`,
  `the proxy said ${secret('proxy')}, the client ${secret('own')}`,
  `the rule set ${secret('request')}`,
  `signed in as ${CANARY}@example.com`,
]

let home: FakeHome
let upstream: FakeUpstream
let server: Headless
beforeAll(async () => {
  home = await createFakeHome()
  await home.write('.claude/.credentials.json', claudeCredentials(secret('sk-ant-oat01')))
  await home.write(
    '.claude/settings.json',
    JSON.stringify({ env: { ANTHROPIC_AUTH_TOKEN: secret('env') }, apiKeyHelper: `echo ${CANARY}` }),
  )
  await home.write('.bashrc', `export ANTHROPIC_API_KEY=${CANARY}\n`)
  const claude = await home.write('cli/claude', '#!/bin/sh\nenv >&2\nexit 1\n', 0o755)
  await home.write('data/config.json', JSON.stringify(CONFIG))
  const lines = EARLIER.map((msg) => ({
    level: 50,
    time: '2026-11-20T10:00:00.000Z',
    version: '0',
    token: CANARY,
    err: { message: msg, stack: `Error: ${msg}\n    at ${home.path}/x.js` },
    msg,
  }))
  await home.write('data/logs/signalbox.log', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  upstream = await startFakeUpstream()
  server = await startChecked({
    env: {
      ...VARIABLES,
      HOME: home.path,
      USERPROFILE: home.path,
      CLAUDE_CLI_PATH: claude,
      ANTHROPIC_FORWARD_URL: upstream.url,
      LOG_LEVEL: 'trace',
    },
    dataDir: join(home.path, 'data'),
  })
  await sendRequests()
})
afterAll(async () => {
  await server.stop('SIGKILL')
  await upstream.close()
  await home.remove()
})

const CREDENTIALS = { authorization: basicCredentials(PASSWORD) }
const ask = async (path: string, method = 'GET') =>
  httpGet(server.url + path, { method, headers: CREDENTIALS })

/** Two requests that the upstream answers and one that is not JSON; all of them full of secrets. */
async function sendRequests(): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-api-key': secret('client'), 'x-custom': CANARY }
  const send = (path: string, body: string) => httpGet(server.url + path, { method: 'POST', headers, body })
  const body = JSON.stringify({
    model: 'claude-fake',
    max_tokens: 8,
    messages: [{ role: 'user', content: CANARY }],
  })
  await send(`/v1/messages?api_key=${CANARY}`, body)
  await send('/v1/messages', `{"model":"x","key":"${CANARY}", no json`)
}

describe('the diagnostics', () => {
  let body: string
  let diagnostics: Diagnostics
  beforeAll(async () => {
    // By then, the requests are in the log.
    await vi.waitUntil(async () => (await ask('/api/requests/summary')).body.includes('requestId'), 10_000)
    const response = await ask('/api/diagnostics')
    body = response.body
    diagnostics = JSON.parse(body) as Diagnostics
  })

  it('hold no secret, no body and no home, wherever those stood', () => {
    expect(body).not.toContain(CANARY)
    // Encoded secrets, too.
    expect(body).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 12))
    expect(body).not.toContain(home.path)
  })

  it('did look everywhere', () => {
    expect(Check(Diagnostics, diagnostics)).toBe(true)
    expect(diagnostics).toMatchObject({
      server: {
        address: server.url,
        upstream: upstream.url,
        performance: { open_handles: expect.any(Number) },
      },
      health: {
        description: 'Signalbox',
        checks: { claude_cli: [{ cli_status: 'binary_found_but_errors' }] },
      },
      connection: { connection: { settingsPath: '~/.claude/settings.json', switchWould: 'connect' } },
      settings: {
        dashboardPasswordIsSet: true,
        keyIsSet: true,
        dataDir: '~/data',
        upstreams: { httpsProxy: 'http://127.0.0.1:9', httpProxy: 'http://127.0.0.1:9' },
      },
      config: {
        providers: [
          { name: 'openai', keyIsSet: true },
          { name: 'lmstudio', keyIsSet: true },
        ],
        routes: { default: { parameters: ['user'] } },
        requestHeaderRules: [{ valueIsSet: true }, { findIsSet: true }],
      },
      storage: { status: 'ok' },
      counts: { requests: expect.any(Number), providers: 2, headerRules: 3 },
      selfTest: { passed: true },
      log: { level: 'trace', file: '~/data/logs/signalbox.log' },
    })
    expect(diagnostics.counts['requests']).toBeGreaterThan(0)
    expect(JSON.stringify(diagnostics.settings)).toContain('OPENAI_API_KEY')
    const { lines } = diagnostics.log
    expect(lines.filter(({ time }) => time === '2026-11-20T10:00:00.000Z')).toHaveLength(EARLIER.length)
    const messages = lines.map(({ message }) => message)
    expect(messages).toEqual(expect.arrayContaining(['listening', 'request failed', 'the rule set …']))
    expect(body).toContain('~/x.js')
  })

  it('are refused without the password, and to other pages', async () => {
    for (const path of ['/api/diagnostics', '/api/logs', '/api/diagnostics/self-test']) {
      const method = path.endsWith('self-test') ? 'POST' : 'GET'
      expect((await httpGet(server.url + path, { method })).status).toBe(401)
      const forged = { ...CREDENTIALS, origin: 'http://localhost:5173' }
      expect((await httpGet(server.url + path, { method, headers: forged })).status).toBe(403)
      const other = { ...CREDENTIALS, host: 'attacker.example' }
      expect((await httpGet(server.url + path, { method, headers: other })).status).toBe(403)
    }
  })

  it('come out of the command line, too', async () => {
    const run = async (...more: string[]) => {
      const child = spawn(
        process.execPath,
        ['main/headless.ts', 'diagnostics', '--port', String(server.port), ...more],
        {
          cwd: join(import.meta.dirname, '..'),
          env: { HOME: home.path, PATH: '/usr/bin:/bin', SIGNALBOX_DATA_DIR: home.path, ...VARIABLES },
        },
      )
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close') as Promise<[number]>,
      ])
      return { stdout, stderr, code }
    }
    const [told, absent] = await Promise.all([run(), run('--port', '1', '--json')])
    expect([told.code, told.stderr]).toEqual([0, ''])
    expect(Check(Diagnostics, JSON.parse(told.stdout))).toBe(true)
    expect(told.stdout).not.toContain(CANARY)
    expect(told.stdout.split('\n').length).toBeGreaterThan(100)
    expect([absent.code, JSON.parse(absent.stdout)]).toEqual([
      3,
      { error: expect.stringContaining('Signalbox isn’t running on port 1') },
    ])
  })
})

describe('the log', () => {
  const read = async (query = '') => {
    const { body, status } = await ask(`/api/logs${query}`)
    return { body, status, page: JSON.parse(body) as LogPage }
  }

  it('shows the lines of this run and the one before, without secrets', async () => {
    const { body, page } = await read()
    expect(Check(LogPage, page)).toBe(true)
    expect(body).not.toContain(CANARY)
    expect(page.lines.length).toBeGreaterThan(EARLIER.length)
    expect(page).toMatchObject({ level: 'trace', file: join(home.path, 'data/logs/signalbox.log') })
    expect((await read(`?q=${CANARY.slice(0, 6)}`)).page.lines).toEqual([])
  })

  it('is filtered by level and text, and followed from a cursor', async () => {
    const errors = await read('?level=error&limit=3')
    expect(errors.page).toMatchObject({
      more: true,
      lines: [{ level: 'error' }, { level: 'error' }, { level: 'error' }],
    })
    expect((await read('?q=LISTENING')).page.lines).toMatchObject([{ message: 'listening', level: 'info' }])
    const { cursor } = (await read()).page
    await httpGet(`${server.url}/v1/messages`, { method: 'POST', body: 'no json' })
    const news = await read(`?after=${cursor}`)
    expect(news.page).toMatchObject({
      continues: true,
      lines: [{ message: 'request failed', level: 'warn' }],
    })
    expect((await read('?level=loud')).status).toBe(400)
  })
})

it('the self-test is refused everywhere it should be, on the real listener', async () => {
  const { body } = await ask('/api/diagnostics/self-test', 'POST')
  const test: unknown = JSON.parse(body)
  expect(Check(SelfTest, test)).toBe(true)
  expect(test).toMatchObject({ passed: true, address: server.url })
  const saw = Object.fromEntries((test as SelfTest).probes.map((probe) => [probe.name, probe.saw]))
  expect(saw).toEqual({
    own_request: '200',
    foreign_host: '403 host_not_allowed',
    foreign_origin: '403 origin_not_allowed',
    other_local_site: '403 origin_not_allowed',
    null_origin: '403 origin_not_allowed',
    cross_site: '403 origin_not_allowed',
    two_hosts: '400 bad_request_target',
    other_target: '400 bad_request_target',
    preflight: '403 origin_not_allowed',
    upgrade: '403 origin_not_allowed',
    no_password: '401 password_required',
  })
})
