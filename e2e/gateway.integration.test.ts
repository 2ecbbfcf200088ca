import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const CANARY = 'canary-of-the-gateway-0123456789'

let home: string
let settings: string
/** The company's gateway that Claude Code used before. */
let gateway: FakeUpstream
/** Any other upstream: in real life, Anthropic. */
let other: FakeUpstream
let signalbox: Headless

beforeAll(async () => {
  await installClaudeCode()
}, 300_000)

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-gateway-'))
  settings = join(home, '.claude', 'settings.json')
  await mkdir(dirname(settings))
  gateway = await startFakeUpstream()
  other = await startFakeUpstream()
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: other.url, HOME: home } })
})

afterEach(async () => {
  await signalbox.stop()
  await Promise.all([gateway.close(), other.close()])
  await rm(home, { recursive: true, force: true })
})

const CREDENTIALS = {
  ANTHROPIC_AUTH_TOKEN: { env: { ANTHROPIC_AUTH_TOKEN: CANARY } },
  ANTHROPIC_API_KEY: { env: { ANTHROPIC_API_KEY: CANARY } },
  ANTHROPIC_CUSTOM_HEADERS: {
    env: { ANTHROPIC_CUSTOM_HEADERS: `x-corp-key: ${CANARY}`, ANTHROPIC_AUTH_TOKEN: 'sk-ant-any' },
  },
  apiKeyHelper: { apiKeyHelper: `echo ${CANARY}` },
}
const CHOICES = [{}, { gateway: 'keep' }, { gateway: 'replace' }]
const CASES = Object.entries(CREDENTIALS).flatMap(([name, credential]) =>
  CHOICES.map((choice) => ({ name, credential, choice })),
)

test.each(CASES)('no host but the gateway gets $name with $choice', async ({ credential, choice }) => {
  const { env = {}, ...more }: { env?: Record<string, string>; apiKeyHelper?: string } = credential
  const theirs = JSON.stringify({ ...more, env: { ...env, ANTHROPIC_BASE_URL: gateway.url } })
  await writeFile(settings, theirs)
  const response = await fetch(`${signalbox.url}/api/connection/connect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  })
  const isReplaced = choice.gateway === 'replace'
  const answer = await response.text()
  expect([response.status, answer.includes(CANARY)]).toEqual([isReplaced ? 409 : 200, false])
  expect((await readFile(settings, 'utf8')) === theirs).toBe(isReplaced)

  // The address comes from the settings, which override this environment.
  const run = await runClaude({
    baseUrl: 'http://127.0.0.1:9',
    prompt: 'say hello',
    home,
    env: { ANTHROPIC_API_KEY: '' },
  })
  expect(run).toMatchObject({ code: 0, stdout: 'Hello from the fake upstream.\n' })
  expect(gateway.requests.length).toBeGreaterThan(0)
  expect(JSON.stringify(gateway.requests)).toContain(CANARY)
  expect(other.requests).toEqual([])
})

test('everything of the client goes on to the gateway, and no longer after a disconnect', async () => {
  await writeFile(settings, JSON.stringify({ env: { ANTHROPIC_BASE_URL: `${gateway.url}/corp` } }))
  const post = (path: string) =>
    fetch(`${signalbox.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  const shownUpstreams = async () => {
    const { upstream } = (await (await fetch(`${signalbox.url}/api/status`)).json()) as { upstream: string }
    const providers = (await (await fetch(`${signalbox.url}/api/providers`)).json()) as {
      name: string
      apiBaseUrl: string
    }[]
    return [upstream, providers.find(({ name }) => name === 'anthropic')?.apiBaseUrl]
  }
  expect((await post('/api/connection/connect')).status).toBe(200)
  expect(await shownUpstreams()).toEqual([`${gateway.url}/corp`, `${gateway.url}/corp`])
  await post('/v1/messages')
  await post('/v1/messages/count_tokens')
  await fetch(`${signalbox.url}/v1/files`)
  expect(gateway.requests.map(({ url }) => url)).toEqual([
    '/corp/v1/messages',
    '/corp/v1/messages/count_tokens',
    '/corp/v1/files',
  ])
  expect(other.requests).toEqual([])
  expect((await post('/api/connection/disconnect')).status).toBe(200)
  expect(await shownUpstreams()).toEqual([other.url, other.url])
  await post('/v1/messages')
  expect(other.requests).toHaveLength(1)
})
