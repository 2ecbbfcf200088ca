import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { sealSignature, SIGNATURE_MARK } from '../main/providers/signature.ts'
import { readHeader } from './fake-upstream/recorded-request.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const OURS = sealSignature({ provider: 'gemini', next: { thoughtSignature: 'S' } })
const OWN = { type: 'thinking', thinking: 'mine', signature: 'ErUB' }

let upstream: FakeUpstream
let signalbox: Headless
let dataDir: string

afterEach(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(config: (url: string) => object, env: Record<string, string> = {}): Promise<void> {
  upstream = await startFakeUpstream({
    // Like Anthropic, refuses a conversation with a foreign signature.
    script: ({ body }) =>
      body.includes(SIGNATURE_MARK) || body.includes('"signature":""')
        ? { kind: 'http', status: 400, body: '{"type":"error","error":{"type":"invalid_request_error"}}' }
        : undefined,
  })
  dataDir = await mkdtemp(join(tmpdir(), 'anthropic-providers-'))
  await writeFile(join(dataDir, 'config.json'), JSON.stringify(config(upstream.url)))
  signalbox = await startHeadless({ dataDir, env: { ANTHROPIC_FORWARD_URL: upstream.url, ...env } })
}

async function ask(model: string, content: readonly object[] = [], path = '/v1/messages'): Promise<number> {
  const response = await fetch(signalbox.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer client' },
    body: JSON.stringify({
      model,
      max_tokens: 10,
      messages: [
        { role: 'user', content: 'a' },
        ...(content.length === 0
          ? []
          : [
              { role: 'assistant', content },
              { role: 'user', content: 'b' },
            ]),
      ],
    }),
  })
  await response.text()
  return response.status
}

const work = (url: string) => ({
  providers: [{ name: 'work', type: 'anthropic', apiBaseUrl: url, enabled: true }],
  routes: { other: { provider: 'work', model: 'claude-x' } },
})

it.each([
  ['Anthropic, with nothing configured', () => ({}), 'claude-x'],
  ['Anthropic, beside another provider', work, 'anthropic,claude-x'],
  ['a provider of the Anthropic format', work, 'work,claude-x'],
])('thinking of another provider does not reach %s', async (_name, config, model) => {
  await start(config)
  for (const signature of [OURS, '']) {
    const foreign = { type: 'thinking', thinking: 'theirs', signature }
    expect(await ask(model, [foreign, OWN, { type: 'text', text: 'x' }])).toBe(200)
    const { body } = upstream.requests.at(-1) ?? { body: Buffer.alloc(0) }
    expect(body.toString()).not.toContain('theirs')
    expect(body.toString()).toContain(JSON.stringify(OWN))
  }
})

it('a conversation without foreign thinking is sent once, though it is refused', async () => {
  await start(() => ({}))
  // The mark appears only in a text.
  expect(await ask('claude-x', [{ type: 'text', text: SIGNATURE_MARK }])).toBe(400)
  expect(upstream.requests).toHaveLength(1)
})

it('a provider of the Anthropic format gets its key from the environment', async () => {
  await start(work, { WORK_API_KEY: 'key-of-work', ANTHROPIC_API_KEY: 'key-of-anthropic' })
  for (const path of ['/v1/messages', '/v1/messages/count_tokens']) {
    expect(await ask('work,claude-x', [], path)).toBe(200)
    const request = upstream.requests.at(-1)
    expect(request && readHeader(request, 'x-api-key')).toBe('key-of-work')
    expect(request && readHeader(request, 'authorization')).toBeUndefined()
  }
})

it('one without a key anywhere is sent none', async () => {
  await start(work, { ANTHROPIC_API_KEY: 'key-of-anthropic' })
  expect(await ask('work,claude-x')).toBe(200)
  const request = upstream.requests.at(-1)
  expect(request && readHeader(request, 'x-api-key')).toBeUndefined()
})
