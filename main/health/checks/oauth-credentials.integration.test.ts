import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Check as matches } from 'typebox/value'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SignIn } from '../../../shared/health/sign-in.ts'
import type { ProbeOutcome } from '../cli/run-probe.ts'
import { createOauthCredentialsCheck, type OauthCredentialsDeps } from './oauth-credentials.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const HOUR = 3_600_000
const never = new AbortController().signal

let home = ''
let file = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'oauth-'))
  await mkdir(join(home, '.claude'))
  file = join(home, '.claude', '.credentials.json')
})
afterEach(() => rm(home, { recursive: true }))

const create = (deps: Partial<OauthCredentialsDeps> = {}) =>
  createOauthCredentialsCheck({ env: {}, home, platform: 'linux', now: () => NOW, ...deps })

const oauth = (change: object = {}) => ({
  claudeAiOauth: {
    accessToken: 'CANARY-access',
    refreshToken: 'CANARY-refresh',
    expiresAt: NOW + 5.5 * HOUR,
    scopes: ['user:inference'],
    subscriptionType: 'max',
    ...change,
  },
})

/** Writes a file dated an hour ago, so that it doesn't count as being written. */
async function save(content: string | object, path = file, age = HOUR) {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  await utimes(path, new Date(NOW - age), new Date(NOW - age))
}

test('passes a sign-in with time left', async () => {
  await save(oauth())
  expect(await create().run(never)).toStrictEqual({
    key: 'oauth2_credentials',
    status: 'pass',
    details: {
      auth_status: 'valid',
      credentials_path: file,
      expiration: '2026-11-20T17:30:00.000Z',
      expires_in_hours: '5',
      subscription_type: 'max',
      sign_in: {
        status: 'present',
        source: 'file',
        expires_at: '2026-11-20T17:30:00.000Z',
        subscription_type: 'max',
        changed_at: '2026-11-20T11:00:00.000Z',
        read_at: '2026-11-20T12:00:00.000Z',
        stale: false,
        overrides: [],
      },
    },
  })
})

test('warns of an expired sign-in, and says when it renews by itself', async () => {
  await save(oauth({ expiresAt: NOW - 2.5 * HOUR }))
  expect(await create().run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'expired', expired_hours_ago: '2', sign_in: { status: 'refreshable' } },
  })
  await save(oauth({ expiresAt: NOW - 2.5 * HOUR, refreshToken: undefined }))
  expect(await create().run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'expired', sign_in: { status: 'expired' } },
  })
})

test('takes a missing end for one in 2038, and does not make it up for the tray', async () => {
  await save(oauth({ expiresAt: undefined }))
  expect(await create().run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'valid', expiration: '2038-01-19T03:14:07.000Z', sign_in: { expires_at: null } },
  })
})

test('says that there is no sign-in, in the words of ccproxy-api', async () => {
  expect(await create().run(never)).toMatchObject({
    status: 'warn',
    details: {
      auth_status: 'not_configured',
      error: 'Claude credentials file not found',
      credentials_path: null,
      sign_in: { status: 'missing', source: null },
    },
  })
})

test('calls a malformed file invalid, not missing', async () => {
  await save('{"claudeAiOauth":{"accessToken":"CANARY')
  expect(await create().run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'invalid', credentials_path: file, sign_in: { status: 'invalid' } },
  })
})

test('calls a file that it may not read unreadable', async () => {
  const openFile = () => Promise.reject(Object.assign(new Error('CANARY'), { code: 'EACCES' }))
  expect(await create({ openFile }).run(never)).toMatchObject({
    status: 'warn',
    details: {
      auth_status: 'invalid',
      error: 'Claude credentials file cannot be read (EACCES)',
      sign_in: { status: 'unreadable' },
    },
  })
})

test('looks at the older places only when the first is empty', async () => {
  const older = join(home, '.config', 'claude', '.credentials.json')
  await mkdir(join(home, '.config', 'claude'), { recursive: true })
  await save(oauth({ subscriptionType: 'pro' }), older)
  expect((await create().run(never)).details['credentials_path']).toBe(older)
  await save('broken')
  expect((await create().run(never)).details['credentials_path']).toBe(file)
})

test('keeps the last good reading, with its age, while the file is being rewritten', async () => {
  const clock = { now: NOW }
  const check = create({ now: () => clock.now })
  await save(oauth())
  await check.run(never)
  clock.now += 60_000
  await save('{"claudeAiOauth":', file, -60_000)
  expect(await check.run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'valid', sign_in: { stale: true, read_at: new Date(NOW).toISOString() } },
  })
  clock.now += 5_000
  expect(await check.run(never)).toMatchObject({
    details: { auth_status: 'invalid', sign_in: { stale: false } },
  })
})

test('reads a half-written file once more before it says anything', async () => {
  const check = createOauthCredentialsCheck({ env: {}, home, platform: 'linux', now: Date.now })
  await writeFile(file, '')
  const running = check.run(never)
  await writeFile(file, JSON.stringify(oauth({ expiresAt: null })))
  expect((await running).details['auth_status']).toBe('valid')
})

test('names credentials that outrank the sign-in, and passes when there is nothing else', async () => {
  const env = { ANTHROPIC_API_KEY: 'CANARY' }
  const overrides = [{ name: 'ANTHROPIC_API_KEY', from: 'environment' }]
  expect(await create({ env }).run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'not_configured', sign_in: { status: 'api_key', source: 'override', overrides } },
  })
  await save(oauth())
  expect(await create({ env }).run(never)).toMatchObject({
    details: { auth_status: 'valid', sign_in: { status: 'present', overrides } },
  })
})

const security = (code: number): Pick<OauthCredentialsDeps, 'keychain' | 'platform'> => ({
  platform: 'darwin',
  keychain: {
    userName: 'me',
    run: () => Promise.resolve({ kind: 'exited', code, stdout: 'CANARY', stderr: 'CANARY' }),
  },
})

test.each([
  [0, 'pass', 'present', 'found'],
  [44, 'warn', 'missing', 'not_found'],
  [36, 'warn', 'locked', 'locked'],
  [51, 'warn', 'locked', 'denied'],
  [3, 'warn', 'missing', 'unavailable'],
])('tells the states of the Keychain apart: exit code %d', async (code, status, word, keychain) => {
  expect(await create(security(code)).run(never)).toMatchObject({
    status,
    details: { keychain, sign_in: { status: word } },
  })
})

test('falls back to the file when the Keychain is locked, as over SSH', async () => {
  await save(oauth())
  expect(await create(security(36)).run(never)).toMatchObject({
    status: 'pass',
    details: { keychain: 'locked', sign_in: { source: 'file' } },
  })
})

function cli(outcome: ProbeOutcome) {
  const calls: string[] = []
  return {
    calls,
    runCli: (args: readonly string[]) => {
      calls.push(args.join(' '))
      return Promise.resolve(outcome)
    },
  }
}
const no: ProbeOutcome = { kind: 'exited', code: 1, stdout: '{"loggedIn":false}', stderr: '' }

test('believes Claude Code when it does not accept a sign-in that looks sound', async () => {
  await save(oauth())
  await save('{}', join(home, '.claude.json'))
  expect(await create(cli(no)).run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'invalid', sign_in: { logged_in: false } },
  })
})

test('asks Claude Code once in five minutes, and again when the file is another', async () => {
  const clock = { now: NOW }
  const { calls, runCli } = cli(no)
  const check = create({ runCli, now: () => clock.now })
  await save('{}', join(home, '.claude.json'))
  await save(oauth())
  await check.run(never)
  clock.now += 299_000
  await check.run(never)
  expect(calls).toStrictEqual(['auth status'])
  clock.now += 1_000
  await check.run(never)
  expect(calls).toHaveLength(2)
  await save(oauth(), file, 2 * HOUR)
  await check.run(never)
  expect(calls).toHaveLength(3)
})

test.each([
  ['is at its end, which would make it renew', { expiresAt: NOW + 9 * 60_000 }],
  ['is over', { expiresAt: NOW - 1 }],
])('does not ask Claude Code about a sign-in that %s', async (_what, change) => {
  const { calls, runCli } = cli(no)
  await save('{}', join(home, '.claude.json'))
  await save(oauth(change))
  await create({ runCli }).run(never)
  expect(calls).toStrictEqual([])
})

test('does not start a Claude Code that never ran, since it would leave files behind', async () => {
  const { calls, runCli } = cli(no)
  await create({ runCli }).run(never)
  expect(calls).toStrictEqual([])
})

test('says an error by its code alone', async () => {
  const run = () => Promise.reject(Object.assign(new Error('CANARY'), { code: 'EMFILE' }))
  expect(await create({ platform: 'darwin', keychain: { userName: 'me', run } }).run(never)).toStrictEqual({
    key: 'oauth2_credentials',
    status: 'fail',
    details: { auth_status: 'error', error: 'Unexpected error: EMFILE', credentials_path: null },
    message: { code: 'check.error', params: { error: 'EMFILE' }, message: 'Unexpected error (EMFILE).' },
  })
})

test('rejects only with the signal’s reason', async () => {
  const reason = new Error('closing')
  await expect(create().run(AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('touches nothing', async () => {
  await save(oauth({ expiresAt: NOW - HOUR }))
  const before = await stat(file, { bigint: true })
  await create().run(never)
  const after = await stat(file, { bigint: true })
  expect([after.mtimeNs, after.ctimeNs, after.ino]).toStrictEqual([
    before.mtimeNs,
    before.ctimeNs,
    before.ino,
  ])
  expect(await readdir(home, { recursive: true })).toStrictEqual([
    '.claude',
    join('.claude', '.credentials.json'),
  ])
})

test('lets no secret out, whatever state the file is in', async () => {
  const secrets = {
    ...oauth({
      subscriptionType: 'CANARY-plan',
      idToken: 'CANARY-id',
      scopes: ['user:inference', 'CANARY-scope'],
    }),
    mcpOAuth: { server: { accessToken: 'CANARY-mcp' } },
    organizationUuid: 'CANARY-org',
  }
  const text = JSON.stringify(secrets)
  const env = { ANTHROPIC_API_KEY: 'CANARY-key', ANTHROPIC_AUTH_TOKEN: 'CANARY-token' }
  await save(
    { env: { CLAUDE_CODE_OAUTH_TOKEN: 'CANARY' }, apiKeyHelper: 'CANARY' },
    join(home, '.claude', 'settings.json'),
  )
  let seen = 0
  for (let end = 0; end <= text.length; end += 1) {
    await save(text.slice(0, end))
    const said = JSON.stringify(await create({ env }).run(never))
    expect(said).not.toContain('CANARY')
    expect(said).toContain('ANTHROPIC_API_KEY')
    seen += 1
  }
  expect(seen).toBe(text.length + 1)
})

test('never throws, and never calls an expired sign-in valid, whatever the file holds', async () => {
  const time = fc.oneof(
    fc.constantFrom(null, undefined, 'soon', '1', true, 1e300),
    fc.double(),
    fc.integer({ min: NOW - HOUR, max: NOW + HOUR }),
  )
  const mutated = fc.record(
    {
      accessToken: fc.oneof(fc.string(), fc.jsonValue()),
      refreshToken: fc.string(),
      expiresAt: time,
      scopes: fc.jsonValue(),
      subscriptionType: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const content = fc.oneof(
    fc.string(),
    fc.json(),
    mutated.map((change) => JSON.stringify(oauth(change))),
  )
  await fc.assert(
    fc.asyncProperty(content, async (text) => {
      await save(text)
      const { status, details } = await create().run(never)
      expect(matches(SignIn, details['sign_in'])).toBe(true)
      if (details['auth_status'] !== 'valid') return
      const { claudeAiOauth } = JSON.parse(text)
      expect(status).toBe('pass')
      expect(claudeAiOauth.expiresAt ?? Infinity).toBeGreaterThan(NOW)
    }),
    { numRuns: 400 },
  )
})
