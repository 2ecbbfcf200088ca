import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ProbeOutcome } from '../cli/run-probe.ts'
import { type CodexCredentialsDeps, createCodexCredentialsCheck } from './codex-credentials.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const HOUR = 3_600_000
const never = new AbortController().signal

let home = ''
let file = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'codex-'))
  await mkdir(join(home, '.codex'))
  file = join(home, '.codex', 'auth.json')
})
afterEach(() => rm(home, { recursive: true }))

const create = (deps: Partial<CodexCredentialsDeps> = {}) =>
  createCodexCredentialsCheck({ env: {}, home, platform: 'linux', now: () => NOW, ...deps })

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: object) => `${part({ alg: 'RS256' })}.${part(claims)}.CANARY`
const account = (claims: object, change: object = {}) => ({
  OPENAI_API_KEY: 'CANARY-key',
  tokens: {
    access_token: jwt({ sub: 'CANARY', ...claims }),
    id_token: jwt({ email: 'CANARY@example.com' }),
    refresh_token: 'CANARY-refresh',
    account_id: 'CANARY-account',
    ...change,
  },
})

async function save(content: string | object) {
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  await utimes(file, new Date(NOW - HOUR), new Date(NOW - HOUR))
}
const configure = (store: string) =>
  writeFile(join(home, '.codex', 'config.toml'), `cli_auth_credentials_store = "${store}"\n`)

test('passes an account with time left', async () => {
  const plan = { 'https://api.openai.com/auth': { chatgpt_plan_type: 'plus' } }
  await save(account({ exp: (NOW + 48.5 * HOUR) / 1000, ...plan }))
  expect(await create().run(never)).toMatchObject({
    status: 'pass',
    details: {
      auth_status: 'valid',
      expires_in_hours: '48',
      subscription_type: 'plus',
      credentials_path: file,
      sign_in: { status: 'present', source: 'file' },
    },
  })
})

test('says of an expired account whether it renews by itself', async () => {
  await save(account({ exp: (NOW - HOUR) / 1000 }))
  expect(await create().run(never)).toMatchObject({
    status: 'warn',
    details: { sign_in: { status: 'refreshable' } },
  })
  await save(account({ exp: (NOW - HOUR) / 1000 }, { refresh_token: '' }))
  expect(await create().run(never)).toMatchObject({
    status: 'warn',
    details: { sign_in: { status: 'expired' } },
  })
})

test('tells an API key from an account', async () => {
  await save({ OPENAI_API_KEY: 'CANARY' })
  expect(await create().run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'valid', sign_in: { status: 'api_key', source: 'file' } },
  })
})

test('warns of a missing sign-in only where Codex is used', async () => {
  const missing = { auth_status: 'not_configured', error: 'Codex credentials file not found' }
  expect(await create().run(never)).toMatchObject({ status: 'warn', details: missing })
  const env = { CODEX_HOME: join(home, 'nowhere') }
  expect(await create({ env }).run(never)).toMatchObject({ status: 'pass', details: missing })
})

test('looks into CODEX_HOME', async () => {
  await save({ OPENAI_API_KEY: 'CANARY' })
  const env = { CODEX_HOME: join(home, '.codex') }
  const result = await create({ env, home: join(home, 'other') }).run(never)
  expect(result.details['credentials_path']).toBe(file)
})

test('does not call a sign-in in the keyring missing, nor believe a file left over', async () => {
  await configure('keyring')
  await save(account({ exp: 1 }))
  expect(await create().run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'not_configured', credentials_path: null, sign_in: { status: 'keyring' } },
  })
})

test('takes the file in the automatic mode, and the keyring when there is none', async () => {
  await configure('auto')
  expect(await create().run(never)).toMatchObject({ details: { sign_in: { status: 'keyring' } } })
  await save({ OPENAI_API_KEY: 'CANARY' })
  expect(await create().run(never)).toMatchObject({ details: { sign_in: { status: 'api_key' } } })
})

test.each<[ProbeOutcome, object]>([
  [
    { kind: 'exited', code: 0, stdout: '', stderr: 'Logged in using ChatGPT' },
    { status: 'present', source: 'command' },
  ],
  [
    { kind: 'exited', code: 0, stdout: '', stderr: 'API key configured - sk-***CANARY' },
    { status: 'api_key' },
  ],
  [{ kind: 'exited', code: 1, stdout: '', stderr: 'Not logged in' }, { status: 'missing' }],
  [{ kind: 'timeout', stdout: '' }, { status: 'keyring' }],
])('asks Codex about its keyring: %o', async (outcome, sign_in) => {
  await configure('keyring')
  const result = await create({ runCli: () => Promise.resolve(outcome) }).run(never)
  expect(result.details['sign_in']).toMatchObject(sign_in)
  expect(JSON.stringify(result)).not.toContain('CANARY')
})

test('does not start Codex when the file says it all', async () => {
  await save(account({ exp: (NOW + HOUR) / 1000 }))
  let calls = 0
  const runCli = () => Promise.reject(new Error(String((calls += 1))))
  await create({ runCli }).run(never)
  expect(calls).toBe(0)
})

test('touches nothing, and lets no secret out at any byte at which a write can stop', async () => {
  const text = JSON.stringify(account({ exp: (NOW - HOUR) / 1000 }))
  const env = { CODEX_API_KEY: 'CANARY' }
  for (let end = 0; end <= text.length; end += 1) {
    await save(text.slice(0, end))
    const before = (await stat(file, { bigint: true })).ctimeNs
    const said = JSON.stringify(await create({ env }).run(never))
    expect(said).not.toContain('CANARY')
    expect(said).toContain('CODEX_API_KEY')
    expect((await stat(file, { bigint: true })).ctimeNs).toBe(before)
  }
})

test('never throws, and never calls an expired token valid', async () => {
  const exp = fc.oneof(fc.integer({ min: NOW / 1000 - 5, max: NOW / 1000 + 5 }), fc.double(), fc.jsonValue())
  const mutated = fc.record({ exp }).map((claims) => ({ claims, text: JSON.stringify(account(claims)) }))
  const wild = fc.oneof(fc.string(), fc.json()).map((text) => ({ claims: undefined, text }))
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, wild), async ({ claims, text }) => {
      await save(text)
      const { details } = await create().run(never)
      if (details['auth_status'] !== 'valid' || claims === undefined) return
      expect(JSON.parse(JSON.stringify(claims)).exp * 1000).toBeGreaterThan(NOW)
    }),
    { numRuns: 400 },
  )
})
