import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import { ask, askForMessage, MODELS } from '../../e2e/provider-rig/provider-rig.ts'
import { PROVIDER_TYPES } from './provider-types.ts'
import type { TranslatedType } from './resolve-provider.ts'

const TYPES = Object.keys(MODELS) as TranslatedType[]
const body = { max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] }

/** Every variable that some library reads on its own. */
const VARIABLES = [
  ...Object.values(PROVIDER_TYPES).flatMap(({ keyNames }) => keyNames),
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'OPENAI_ORGANIZATION',
]

let upstream: FakeUpstream
const before = { ...process.env }
beforeAll(async () => {
  upstream = await startFakeUpstream()
  for (const name of VARIABLES) process.env[name] = `canary-env-${name}`
})
afterAll(async () => {
  for (const name of VARIABLES) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
  await upstream.close()
})

function everythingSent(): string[] {
  return upstream.requests.map(
    ({ url, rawHeaders, body: sent }) => `${url}\n${rawHeaders.join('\n')}\n${sent.toString()}`,
  )
}

it('sends each provider its own key, in a header, and no other one', async () => {
  await Promise.all(
    TYPES.flatMap((type) =>
      [true, false].map((stream) => {
        const config = { apiKey: `canary-key-${type}-end` }
        return askForMessage(upstream, { type, body, config, stream, model: MODELS[type] })
      }),
    ),
  )
  const sent = everythingSent()
  expect(sent).toHaveLength(TYPES.length * 2)
  const keys = sent.map((text) => [...text.matchAll(/canary-[\w-]+/g)].map(([key]) => key))
  expect(keys.map((found) => found.length)).toEqual(keys.map(() => 1))
  for (const type of TYPES) {
    expect(keys.flat().filter((key) => key === `canary-key-${type}-end`)).toHaveLength(2)
  }
  for (const { url } of upstream.requests) expect(url).not.toMatch(/canary|key=/)
})

it('sends none where there is none', async () => {
  const count = upstream.requests.length
  const config = { name: 'mine', apiKey: undefined }
  await ask(upstream, { type: 'openai-compatible', body, config: Object.fromEntries(Object.entries(config)) })
  const [sent = ''] = everythingSent().slice(count)
  expect(sent).toMatch(/chat\/completions/)
  expect(sent).not.toMatch(/canary|authorization|api-key/i)
})

it('makes its headers from nothing', async () => {
  for (const type of TYPES) await askForMessage(upstream, { type, body, stream: true })
  const names = new Set(
    upstream.requests.flatMap(({ rawHeaders }) => rawHeaders.filter((_, index) => index % 2 === 0)),
  )
  expect([...names].map((name) => name.toLowerCase()).toSorted()).toEqual([
    'accept',
    'accept-encoding',
    'accept-language',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'sec-fetch-mode',
    'user-agent',
    'x-goog-api-key',
  ])
})

it('tells OpenRouter who asks, where the user wants that', async () => {
  const site = { url: 'https://signalbox.test', name: 'Signalbox' }
  await askForMessage(upstream, { type: 'openrouter', body, stream: false, deps: { site } })
  const headers = new Headers(chunk(upstream.requests.at(-1)?.rawHeaders ?? []))
  expect([headers.get('http-referer'), headers.get('x-title')]).toEqual([site.url, site.name])
})

function chunk(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []))
}
