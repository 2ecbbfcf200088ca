import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RecordedRequest } from './fake-upstream/recorded-request.ts'
import type { Reply } from './fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { MODELS, pathOf } from './provider-rig/provider-rig.ts'
import type { TranslatedType } from '../main/providers/resolve-provider.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/*
 * Every secret is a unique word, and every server records all that it receives. No word may ever reach a server that it
 * is not for, nor the client, nor a log.
 */

const TYPES = Object.keys(MODELS) as TranslatedType[]
/** A provider with Anthropic's own format and a key of its own. */
const SECOND = 'second-anthropic'
const PROVIDERS = [...TYPES, SECOND]
/** Providers with a key from the environment; the others take theirs from the file. */
const ENV_NAMES: Partial<Record<string, string>> = {
  gemini: 'GOOGLE_API_KEY',
  groq: 'GROQ_API_KEY',
  xai: 'GROK_API_KEY',
  ollama: 'OLLAMA_API_KEY',
  'openai-compatible': 'OPENAI_COMPATIBLE_API_KEY',
}
/** Set although the provider has another key, or does not exist. */
const STRAY_NAMES = ['OPENAI_API_KEY', 'DEEPSEEK_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN', 'MINE_API_KEY']

const CLIENT = {
  'x-api-key': 'canary-client-key-end',
  authorization: 'Bearer canary-client-oauth-end',
  cookie: 'canary-client-cookie-end',
  'x-proxy-api-key': 'canary-proxy-key-end',
}

const servers = new Map<string, FakeUpstream>()
let anthropic: FakeUpstream
/** Target of redirects. */
let elsewhere: FakeUpstream
let dataDir: string
let signalbox: Headless
/** All responses to the client. */
const given: string[] = []

beforeAll(async () => {
  elsewhere = await startFakeUpstream()
  anthropic = await startFakeUpstream({ script: misbehaving() })
  for (const name of PROVIDERS) servers.set(name, await startFakeUpstream({ script: misbehaving() }))
  dataDir = await mkdtemp(join(tmpdir(), 'provider-keys-'))
  await writeFile(join(dataDir, 'config.json'), JSON.stringify(configuration()))
  const keys = Object.entries(ENV_NAMES).map(([name, variable]) => [variable, keyOf(name)])
  const strays = STRAY_NAMES.map((name) => [name, `canary-stray-${name.toLowerCase()}-end`])
  signalbox = await startHeadless({
    dataDir,
    env: {
      ANTHROPIC_FORWARD_URL: anthropic.url,
      ANTHROPIC_API_KEY: 'canary-anthropic-env-end',
      CCPROXY_API_KEY: 'canary-proxy-key-end',
      LOG_LEVEL: 'debug',
      ...Object.fromEntries([...keys, ...strays]),
    },
  })
})
afterAll(async () => {
  await signalbox.stop()
  await Promise.all([elsewhere, anthropic, ...servers.values()].map((server) => server.close()))
  await rm(dataDir, { recursive: true, force: true })
})

function keyOf(name: string): string {
  return `canary-key-of-${name}-end`
}

function urlOf(name: string): string {
  return servers.get(name)?.url ?? ''
}

function configuration(): object {
  const providers = PROVIDERS.map((name) => ({
    name,
    type: name === SECOND ? 'anthropic' : name,
    apiBaseUrl: urlOf(name) + (TYPES.includes(name as TranslatedType) ? pathOf(name as TranslatedType) : ''),
    ...(ENV_NAMES[name] === undefined && { apiKey: keyOf(name) }),
    enabled: true,
  }))
  const broken = PROVIDERS.map((provider) => ({ provider, model: 'broke-model' }))
  const routes = Object.fromEntries(
    PROVIDERS.map((provider, at) => {
      const others = [...broken.slice(at + 1), ...broken.slice(0, at)]
      const fallbacks = [...others, { provider: 'anthropic', model: 'claude-x' }]
      return [`in-turn-${provider}`, { provider, model: 'broke-model', fallbacks }]
    }),
  )
  const mappings = Object.fromEntries(PROVIDERS.map((name) => [`agent-of-${name}`, `${name},agent-model`]))
  return { providers, routes, subagents: { enable: true, mappings } }
}

/** The requested model selects the server's behaviour. */
function misbehaving(): (request: RecordedRequest) => Reply | undefined {
  let isBusy = true
  return ({ url, body, rawHeaders }) => {
    const [model = ''] = /(?:broke|moved|busy|told)-model/.exec(`${url} ${body.toString()}`) ?? []
    switch (model) {
      case 'broke-model':
        return refusal(402, 'No credit.')
      case 'moved-model':
        return refusal(307, '', { location: elsewhere.url + url })
      case 'busy-model': {
        const wasBusy = isBusy
        isBusy = false
        return wasBusy ? refusal(503, 'Busy.', { 'retry-after': '0' }) : undefined
      }
      case 'told-model':
        return refusal(401, `Incorrect API key provided: ${rawHeaders.join(' ')}`)
      default:
        return undefined
    }
  }
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { kind: 'http', status, headers, body: JSON.stringify({ error: { message, type: 'error' } }) }
}

async function ask(
  model: string,
  options: { path?: string; headers?: Record<string, string>; stream?: boolean } = {},
): Promise<number> {
  const { path = '/v1/messages?beta=true', headers = {}, stream = false } = options
  const response = await fetch(signalbox.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...CLIENT, ...headers },
    body: JSON.stringify({ model, max_tokens: 10, stream, messages: [{ role: 'user', content: 'hi' }] }),
  })
  given.push(`${JSON.stringify([...response.headers])}\n${await response.text()}`)
  return response.status
}

function canaries(text: string): Set<string> {
  return new Set([...text.matchAll(/canary-[\w-]+?-end/g)].map(([found]) => found))
}

function sentTo({ requests }: FakeUpstream): Set<string> {
  return canaries(
    requests
      .map(({ url, rawHeaders, body }) => `${url}\n${rawHeaders.join('\n')}\n${body.toString()}`)
      .join('\n'),
  )
}

/** Each server has received only its own key so far. */
function expectOwnOnly(): void {
  for (const name of PROVIDERS) {
    const server = servers.get(name)
    expect({ name, got: server && sentTo(server) }).toEqual({ name, got: new Set([keyOf(name)]) })
  }
  const others = [...sentTo(anthropic)].filter((word) => {
    return !['canary-client-key-end', 'canary-client-oauth-end', 'canary-anthropic-env-end'].includes(word)
  })
  expect(others).toEqual([])
  expect(elsewhere.requests).toEqual([])
  for (const response of given) expect([...canaries(response)]).toEqual([])
}

it('answers with and without a stream, each by its own provider', async () => {
  for (const name of PROVIDERS) {
    expect(await ask(`${name},some-model`)).toBe(200)
    expect(await ask(`${name},some-model`, { stream: true })).toBe(200)
  }
  for (const name of PROVIDERS) expect(servers.get(name)?.requests).toHaveLength(2)
  expect(await ask('claude-x')).toBe(200)
  expectOwnOnly()
  expect(sentTo(anthropic)).toEqual(new Set(['canary-client-key-end', 'canary-client-oauth-end']))
})

it('puts the key from the settings in the place of its own, for Anthropic only', async () => {
  const headers = { 'x-api-key': 'canary-proxy-key-end', authorization: '' }
  const before = anthropic.requests.length
  expect(await ask('claude-x', { headers })).toBe(200)
  expect(anthropic.requests.at(before)?.rawHeaders).toContain('canary-anthropic-env-end')
  for (const name of PROVIDERS) expect(await ask(`${name},some-model`, { headers })).toBe(200)
  expectOwnOnly()
})

it('keeps its own key where it is a part of something only', async () => {
  const key = CLIENT['x-proxy-api-key']
  const coded = Buffer.from(`u:${key}`).toString('base64')
  for (const value of [`Bearer "${key}"`, `Bearer ${key}, x`, `a=b;key=${key}`, `Bearer Basic ${coded}`]) {
    const path = `/v1/messages?a==${key}&b=${coded}`
    for (const name of [...PROVIDERS, 'anthropic']) {
      expect(await ask(`${name},some-model`, { path, headers: { 'x-other': value } })).toBe(200)
      const server = servers.get(name) ?? anthropic
      const { url, rawHeaders } = server.requests.at(-1) ?? { url: coded, rawHeaders: [] }
      expect(`${url} ${rawHeaders.join(' ')}`).not.toContain(coded)
    }
  }
  expectOwnOnly()
})

it('counts tokens, also for a provider that cannot', async () => {
  const path = '/v1/messages/count_tokens?beta=true'
  for (const name of [...PROVIDERS, 'anthropic']) expect(await ask(`${name},some-model`, { path })).toBe(200)
  expectOwnOnly()
})

it('falls back from one to the next, through all of them', async () => {
  for (const name of PROVIDERS) {
    const before = new Map([...servers].map(([each, { requests }]) => [each, requests.length]))
    expect(await ask(`in-turn-${name}`, { stream: true })).toBe(200)
    for (const [each, { requests }] of servers) expect(requests.length).toBe((before.get(each) ?? 0) + 1)
  }
  expectOwnOnly()
})

it('tries again, is sent elsewhere, and hears its own key in an error', async () => {
  for (const name of TYPES) {
    const before = servers.get(name)?.requests.length ?? 0
    expect(await ask(`${name},busy-model`)).toBe(200)
    expect(servers.get(name)?.requests).toHaveLength(before + 2)
    expect(await ask(`${name},moved-model`)).toBe(502)
    expect(await ask(`${name},told-model`)).toBe(401)
  }
  // Claude Code retries by itself, and sees Anthropic's redirects unchanged.
  expect(await ask(`${SECOND},busy-model`)).toBe(503)
  expect(await ask(`${SECOND},moved-model`)).toBe(307)
  expectOwnOnly()
})

it('sends sub-agents where they are mapped to', async () => {
  for (const name of PROVIDERS) {
    const before = servers.get(name)?.requests.length ?? 0
    expect(await ask('claude-x', { headers: { 'x-claude-code-agent-id': `agent-of-${name}` } })).toBe(200)
    expect(servers.get(name)?.requests).toHaveLength(before + 1)
  }
  expectOwnOnly()
})

it('looks whether they are there without a word', async () => {
  const before = PROVIDERS.map((name) => servers.get(name)?.requests.length)
  await fetch(`${signalbox.url}/api/health/recheck`, { method: 'POST' })
  await fetch(`${signalbox.url}/health`)
  expect(PROVIDERS.map((name) => servers.get(name)?.requests.length)).toEqual(before)
  expectOwnOnly()
})

it('shows none of them, and writes none of them down', async () => {
  const paths = [
    '/providers',
    '/api/providers',
    '/api/routes',
    '/api/settings',
    '/health?view=ietf',
    '/status',
  ]
  const log = [
    '/metrics',
    '/api/logs',
    '/api/requests?limit=500',
    '/api/requests/export?format=jsonl&bodies=true',
  ]
  for (const path of [...paths, ...log]) {
    const response = await fetch(signalbox.url + path, {
      headers: { 'x-proxy-api-key': 'canary-proxy-key-end' },
    })
    const text = await response.text()
    expect({ path, status: response.status, found: [...canaries(text)] }).toEqual({
      path,
      status: 200,
      found: [],
    })
    expect(text.length).toBeGreaterThan(2)
  }
  expect([...canaries(signalbox.stdout() + signalbox.stderr())]).toEqual([])
  for (const file of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name === 'config.json') continue
    const bytes = await readFile(join(file.parentPath, file.name), 'latin1')
    expect({ file: file.name, found: [...canaries(bytes)] }).toEqual({ file: file.name, found: [] })
  }
})
