import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { VIEWS } from '../main/server/routes/negotiate.ts'
import { errorReply } from './fake-upstream/error-reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { claudeCredentials, createFakeHome, type FakeHome } from './seeds/fake-home.ts'
import { httpGet } from './seeds/http-get.ts'
import { startChecked } from './seeds/start-checked.ts'
import type { Headless } from './start-headless.ts'

/** Part of every secret, and of no other text. */
const CANARY = 'k4n4r13nv0g3l'
const secret = (name: string) => `${name}-${CANARY}`

/** Part of the content that only the request log may contain. */
const CONTENT = 'inh4ltv0nd1r'
const content = (name: string) => `${name}-${CONTENT}`

const VARIABLES = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'OPENAI_API_KEY',
  'CODEX_API_KEY',
  'GEMINI_API_KEY',
  'CCPROXY_API_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'GITHUB_TOKEN',
]

/** Prints all its secrets, as a broken program may. */
const TALKATIVE =
  '#!/bin/sh\nenv >&2\ncat "$HOME/.claude/.credentials.json" "$HOME/.codex/auth.json" >&2\nexit 1\n'

let home: FakeHome
let upstream: FakeUpstream
let server: Headless

beforeAll(async () => {
  home = await createFakeHome()
  await home.write('.claude/.credentials.json', claudeCredentials(secret('sk-ant-oat01')))
  await home.write(
    '.codex/auth.json',
    JSON.stringify({
      OPENAI_API_KEY: secret('sk-proj'),
      tokens: { id_token: secret('eyJ.eyJ'), access_token: secret('at'), refresh_token: secret('rt') },
    }),
  )
  await home.write(
    '.claude/settings.json',
    JSON.stringify({ env: { ANTHROPIC_AUTH_TOKEN: secret('env') }, apiKeyHelper: `echo ${CANARY}` }),
  )
  const claude = await home.write('cli/claude', TALKATIVE, 0o755)
  const codex = await home.write('cli/codex', TALKATIVE, 0o755)
  upstream = await startFakeUpstream()
  server = await startChecked({
    env: {
      ...Object.fromEntries(VARIABLES.map((name) => [name, secret(name)])),
      HOME: home.path,
      CLAUDE_CLI_PATH: claude,
      CODEX_CLI_PATH: codex,
      ANTHROPIC_FORWARD_URL: upstream.url,
      LOG_LEVEL: 'trace',
    },
  })
})
afterAll(async () => {
  await server.stop('SIGKILL')
  await upstream.close()
  await home.remove()
})

it('repeats no secret in a health body, a page, a metric, an error or the log', async () => {
  // Excludes the upstream's own responses: this one echoes the name of the model.
  const errors = (await sendRequests()).filter(({ headers }) => 'x-proxy-error' in headers)
  expect(errors.length).toBeGreaterThan(2)
  const polled = PATHS.flatMap((path) =>
    [{}, CREDENTIALS].map((headers) => httpGet(server.url + path, { headers })),
  )
  const responses = [...errors, ...(await Promise.all(polled))]
  for (const { body, headers } of responses) expectSilent(body + JSON.stringify(headers))

  // The checks did run: they report the sign-in, the variables by name, and the programs' output.
  const { body } = await httpGet(`${server.url}/health?view=ietf`)
  expect(body).toContain('ANTHROPIC_API_KEY')
  expect(body).toContain('binary_found_but_errors')
  expect(body).toContain('"subscription_type":"max"')

  const logs = join(server.dataDir, 'logs')
  await expect.poll(async () => (await readFiles(logs)).join('')).toContain('request failed')
  expectSilent((await readFiles(logs)).join(''))
  // The request log holds the requests, but no credentials.
  await expect.poll(async () => (await readFiles(server.dataDir)).join('')).toContain(CONTENT)
  expect((await readFiles(server.dataDir)).join('')).not.toContain(CANARY)
  await server.stop()
  expect(server.stderr()).toContain('listening')
  expect(server.stderr()).toContain('request failed')
  expectSilent(server.stderr() + server.stdout())
})

/** Fields of a failed forward's log line that may contain parts of the request. */
const NAMED = /(?<="forward":".*?)\b(model|anthropic_beta)=(\\".*?\\"|\S+)/g

function expectSilent(text: string): void {
  expect(text).not.toContain(CANARY)
  expect(text.replaceAll(NAMED, '$1=…')).not.toContain(CONTENT)
}

/** The log, and all other files of the server. */
async function readFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))
}

const PATHS = [
  '/',
  '/health',
  '/livez',
  '/status',
  '/status?view=groq',
  '/metrics',
  '/health/live',
  '/health/ready',
  '/health/detailed',
  '/api/status',
  '/health?strict=1',
  `/nowhere/${'x'.repeat(10)}`,
  ...VIEWS.map((view) => `/health?view=${view}`),
]

const CREDENTIALS = {
  authorization: `Bearer ${secret('oat')}`,
  'x-api-key': secret('api'),
  cookie: `session=${secret('cookie')}`,
  'x-custom': secret('custom'),
}

const KEY = secret('sk-ant-api03')
const CODED = KEY.replaceAll(/./g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)

/** A key in each part of a request's target, plain and encoded. */
const TARGETS = [
  `/v1/${KEY}`,
  `/v1/x%3D${KEY}/y`,
  `/v1/${CODED}`,
  `/v1/models/https://user:${CANARY}@host`,
  `/v1/x?${CANARY}`,
  `/v1/x?${KEY}=1`,
  `/v1/x?beta=${CODED}&beta=${KEY}`,
  `/v1/x?${CODED}=1&a&b&${CANARY}`,
]

/** Headers that the log keeps, with a key as their value. */
const NAMES = {
  'user-agent': `tool (${KEY})`,
  'x-claude-code-session-id': KEY,
  'x-app': `Authorization: Token ${CANARY}`,
}

/** Sends successful and failing requests with secrets in headers, query and body, before and after the model's name. */
async function sendRequests() {
  const url = `${server.url}/v1/messages?beta=true&token=${secret('query')}`
  const headers = { ...CREDENTIALS, 'content-type': 'application/json', 'anthropic-beta': content('beta') }
  const bodies = [
    JSON.stringify({
      system: content('s'),
      model: 'claude-sonnet-4-5',
      metadata: { user_id: content('u') },
      messages: [],
    }),
    `{"model":"claude-opus-4-5","api_key":"${content('k')}", not json`,
    JSON.stringify({ model: `claude ${content('in the name with blanks')}`, messages: [] }),
  ]
  const send = (body: string) => httpGet(url, { method: 'POST', headers, body })
  const responses = await Promise.all(bodies.map(send))
  upstream.reply(() => errorReply(401, 'authentication_error'))
  responses.push(...(await Promise.all(bodies.map(send))))
  await upstream.close()
  responses.push(...(await Promise.all(bodies.map(send))))
  responses.push(
    ...(await Promise.all(TARGETS.map((target) => httpGet(server.url + target, { headers: NAMES })))),
  )
  responses.push(
    await httpGet(url, { method: 'POST', headers: { ...headers, host: `evil-${CANARY}` }, body: '{}' }),
  )
  return responses
}
