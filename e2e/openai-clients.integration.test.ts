import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readHeader } from './fake-upstream/recorded-request.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/* Clients of OpenAI's API, such as Codex, pass to a provider of that format and are logged; nothing is translated. */

const PATHS = ['/v1/responses', '/v1/chat/completions'] as const

let upstream: FakeUpstream
let keyless: Headless
let keyed: Headless
let refusing: Headless
const folders: string[] = []

async function start(config: object): Promise<Headless> {
  const dataDir = await mkdtemp(join(tmpdir(), 'openai-clients-'))
  folders.push(dataDir)
  await writeFile(join(dataDir, 'config.json'), JSON.stringify(config))
  return await startHeadless({ dataDir, env: { ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:1' } })
}

beforeAll(async () => {
  upstream = await startFakeUpstream()
  const provider = { name: 'mine', type: 'openai', apiBaseUrl: upstream.url, enabled: true }
  const clients = { openai: 'mine' }
  keyless = await start({ providers: [provider], clients })
  keyed = await start({ providers: [{ ...provider, apiKey: 'key-of-mine' }], clients })
  refusing = await start({ providers: [provider] })
})
afterAll(async () => {
  for (const each of [keyless, keyed, refusing]) await each.stop()
  await upstream.close()
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

/** Odd but legal: spaces, a number that loses digits, an unknown field. */
function bodyFor(path: string, stream: boolean): string {
  const said =
    path === '/v1/responses'
      ? '"input":[{"role":"user","content":"hi"}]'
      : '"messages":[{"role":"user","content":"hi"}]'
  const usage = stream && path !== '/v1/responses' ? ',"stream_options":{"include_usage":true}' : ''
  return `{ "seed": 12345678901234567890, "model":"gpt-5.5", ${said}, "stream": ${stream}${usage}, "later": {} }`
}

async function ask(
  { url }: Headless,
  { path, stream, token = 'sk-own' }: { path: string; stream: boolean; token?: string },
): Promise<string> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'openai-beta': 'x' },
    body: bodyFor(path, stream),
  })
  expect(response.status).toBe(200)
  return await response.text()
}

async function lastLogged({ url }: Headless): Promise<Record<string, unknown>> {
  const { requests } = await (await fetch(`${url}/api/requests`)).json()
  const { request } = await (await fetch(`${url}/api/requests/${requests[0].requestId}`)).json()
  return request
}

describe.each(PATHS)('POST %s', (path) => {
  it.each([true, false])('passes byte for byte, and its usage is logged (stream: %s)', async (stream) => {
    const blocks = [{ type: 'text' as const, deltas: ['Hel', 'lo.'] }]
    const counts = { inputTokens: 100, cachedTokens: 60, outputTokens: 7 }
    upstream.reply([{ kind: 'message', message: { blocks, stopReason: 'end_turn', ...counts } }])
    const body = await ask(keyless, { path, stream })
    expect(body).toContain(stream ? 'lo.' : 'Hello.')
    const sent = upstream.requests.at(-1)
    expect(sent?.body.toString()).toBe(bodyFor(path, stream))
    expect(sent?.url).toBe(path)
    expect(sent && readHeader(sent, 'authorization')).toBe('Bearer sk-own')
    expect(sent && readHeader(sent, 'openai-beta')).toBe('x')
    await vi.waitFor(async () => {
      expect(await lastLogged(keyless)).toMatchObject({
        model: 'gpt-5.5',
        provider: 'mine',
        response: { usage: { input_tokens: 40, cache_read_input_tokens: 60, output_tokens: 7 } },
      })
    }, 10_000)
  })

  it('is sent with the key of the provider, if there is one', async () => {
    await ask(keyed, { path, stream: false })
    const sent = upstream.requests.at(-1)
    expect(sent && readHeader(sent, 'authorization')).toBe('Bearer key-of-mine')
  })

  it('is never sent with a credential for Anthropic', async () => {
    for (const token of ['sk-ant-api03-x', 'sk-ant-oat01-x'])
      await ask(keyless, { path, stream: false, token })
    expect(JSON.stringify(upstream.requests.slice(-2).map(({ rawHeaders }) => rawHeaders))).not.toContain(
      'sk-ant-',
    )
  })

  it('is refused if no provider is named', async () => {
    const count = upstream.requests.length
    const response = await fetch(refusing.url + path, { method: 'POST', body: bodyFor(path, true) })
    expect(response.status).toBe(400)
    expect(response.headers.get('x-proxy-error')).toBe('use_messages')
    expect(upstream.requests).toHaveLength(count)
  })

  it('is logged as ended early if the provider cut the stream', async () => {
    const blocks = [{ type: 'text' as const, deltas: ['a', 'b'] }]
    const cut = { afterWrites: 2, how: 'end' as const }
    upstream.reply([{ kind: 'message', message: { blocks, stopReason: 'end_turn' }, cut }])
    await ask(keyless, { path, stream: true })
    await vi.waitFor(async () => {
      expect(JSON.stringify(await lastLogged(keyless))).toContain('stream_ended_early')
    }, 10_000)
  })
})

describe('Codex’s list of models', () => {
  const list = '/v1/models?client_version=0.146.0'
  const headers = { authorization: 'Bearer of-chatgpt', 'chatgpt-account-id': 'a' }

  it('is asked of the provider for OpenAI clients, and its sign-in goes nowhere else', async () => {
    const response = await fetch(keyless.url + list, { headers })
    expect(response.headers.get('x-proxy-error')).toBeNull()
    const sent = upstream.requests.at(-1)
    expect([sent?.method, sent?.url]).toEqual(['GET', list])
    expect(sent && readHeader(sent, 'authorization')).toBe('Bearer of-chatgpt')
  })

  it('is refused if no provider is named', async () => {
    const response = await fetch(refusing.url + list, { headers })
    expect(response.headers.get('x-proxy-error')).toBe('use_messages')
  })

  it('leaves Anthropic’s list alone', async () => {
    const response = await fetch(`${keyless.url}/v1/models?limit=1000`, { headers })
    expect(response.headers.get('x-proxy-error')).toBe('upstream_unreachable')
  })
})

describe.each([
  ['POST', '/v1/embeddings'],
  ['POST', '/v1/completions'],
  ['GET', '/v1/conversations/conv_1/items?limit=2'],
  ['POST', '/v1/images/generations'],
  ['DELETE', '/v1/vector_stores/vs_1'],
])('%s %s, which only OpenAI has,', (method, target) => {
  const headers = { authorization: 'Bearer sk-own' }

  it('reaches the provider for OpenAI clients, with its own key', async () => {
    await fetch(keyless.url + target, { method, headers })
    const sent = upstream.requests.at(-1)
    expect([sent?.method, sent?.url]).toEqual([method, target])
    expect(sent && readHeader(sent, 'authorization')).toBe('Bearer sk-own')
  })

  it('is left to the upstream without one', async () => {
    const count = upstream.requests.length
    const response = await fetch(refusing.url + target, { method, headers })
    expect(response.headers.get('x-proxy-error')).toBe('upstream_unreachable')
    expect(upstream.requests).toHaveLength(count)
  })
})

it('Anthropic’s own endpoints are never taken for OpenAI’s', async () => {
  const count = upstream.requests.length
  for (const path of ['/v1/complete', '/v1/messages/batches', '/v1/files', '/v1/skills', '/v1/embeddingsx'])
    await fetch(keyless.url + path, { headers: { authorization: 'Bearer sk-own' } })
  expect(upstream.requests).toHaveLength(count)
})
