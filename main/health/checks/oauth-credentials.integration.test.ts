import fc from 'fast-check'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Check as matches } from 'typebox/value'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SignIn } from '../../../shared/health/sign-in.ts'
import { createOauthCredentialsCheck, type OauthCredentialsDeps } from './oauth-credentials.ts'
import { NOW, HOUR, never, oauth, createSignInHome, type SignInHome } from './testing/sign-in-home.ts'

let rig: SignInHome
beforeEach(async () => {
  rig = await createSignInHome()
})
afterEach(() => rig.remove())

test('passes a sign-in with time left', async () => {
  await rig.save(oauth())
  expect(await rig.create().run(never)).toStrictEqual({
    key: 'oauth2_credentials',
    status: 'pass',
    details: {
      auth_status: 'valid',
      credentials_path: rig.file,
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
  await rig.save(oauth({ expiresAt: NOW - 2.5 * HOUR }))
  expect(await rig.create().run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'expired', expired_hours_ago: '2', sign_in: { status: 'refreshable' } },
  })
  await rig.save(oauth({ expiresAt: NOW - 2.5 * HOUR, refreshToken: undefined }))
  expect(await rig.create().run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'expired', sign_in: { status: 'expired' } },
  })
})

test('takes a missing end for one in 2038, and does not make it up for the tray', async () => {
  await rig.save(oauth({ expiresAt: undefined }))
  expect(await rig.create().run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'valid', expiration: '2038-01-19T03:14:07.000Z', sign_in: { expires_at: null } },
  })
})

test('says that there is no sign-in, in the words of ccproxy-api', async () => {
  expect(await rig.create().run(never)).toMatchObject({
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
  await rig.save('{"claudeAiOauth":{"accessToken":"CANARY')
  expect(await rig.create().run(never)).toMatchObject({
    status: 'warn',
    details: { auth_status: 'invalid', credentials_path: rig.file, sign_in: { status: 'invalid' } },
  })
})

test('calls a file that it may not read unreadable', async () => {
  const openFile = () => Promise.reject(Object.assign(new Error('CANARY'), { code: 'EACCES' }))
  expect(await rig.create({ openFile }).run(never)).toMatchObject({
    status: 'warn',
    details: {
      auth_status: 'invalid',
      error: 'Claude credentials file cannot be read (EACCES)',
      sign_in: { status: 'unreadable' },
    },
  })
})

test('looks at the older places only when the first is empty', async () => {
  const older = join(rig.home, '.config', 'claude', '.credentials.json')
  await mkdir(join(rig.home, '.config', 'claude'), { recursive: true })
  await rig.save(oauth({ subscriptionType: 'pro' }), older)
  expect((await rig.create().run(never)).details['credentials_path']).toBe(older)
  await rig.save('broken')
  expect((await rig.create().run(never)).details['credentials_path']).toBe(rig.file)
})

test('keeps the last good reading, with its age, while the file is being rewritten', async () => {
  const clock = { now: NOW }
  const check = rig.create({ now: () => clock.now })
  await rig.save(oauth())
  await check.run(never)
  clock.now += 60_000
  await rig.save('{"claudeAiOauth":', rig.file, -60_000)
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
  const check = createOauthCredentialsCheck({ env: {}, home: rig.home, platform: 'linux', now: Date.now })
  await writeFile(rig.file, '')
  const running = check.run(never)
  await writeFile(rig.file, JSON.stringify(oauth({ expiresAt: null })))
  expect((await running).details['auth_status']).toBe('valid')
})

test('names credentials that outrank the sign-in, and passes when there is nothing else', async () => {
  const env = { ANTHROPIC_API_KEY: 'CANARY' }
  const overrides = [{ name: 'ANTHROPIC_API_KEY', from: 'environment' }]
  expect(await rig.create({ env }).run(never)).toMatchObject({
    status: 'pass',
    details: { auth_status: 'not_configured', sign_in: { status: 'api_key', source: 'override', overrides } },
  })
  await rig.save(oauth())
  expect(await rig.create({ env }).run(never)).toMatchObject({
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
  expect(await rig.create(security(code)).run(never)).toMatchObject({
    status,
    details: { keychain, sign_in: { status: word } },
  })
})

test('falls back to the file when the Keychain is locked, as over SSH', async () => {
  await rig.save(oauth())
  expect(await rig.create(security(36)).run(never)).toMatchObject({
    status: 'pass',
    details: { keychain: 'locked', sign_in: { source: 'file' } },
  })
})

test('says an error by its code alone', async () => {
  const run = () => Promise.reject(Object.assign(new Error('CANARY'), { code: 'EMFILE' }))
  expect(
    await rig.create({ platform: 'darwin', keychain: { userName: 'me', run } }).run(never),
  ).toStrictEqual({
    key: 'oauth2_credentials',
    status: 'fail',
    details: { auth_status: 'error', error: 'Unexpected error: EMFILE', credentials_path: null },
    message: { code: 'check.error', params: { error: 'EMFILE' }, message: 'Unexpected error (EMFILE).' },
  })
})

test('rejects only with the signal’s reason', async () => {
  const reason = new Error('closing')
  await expect(rig.create().run(AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('touches nothing', async () => {
  await rig.save(oauth({ expiresAt: NOW - HOUR }))
  const before = await stat(rig.file, { bigint: true })
  await rig.create().run(never)
  const after = await stat(rig.file, { bigint: true })
  expect([after.mtimeNs, after.ctimeNs, after.ino]).toStrictEqual([
    before.mtimeNs,
    before.ctimeNs,
    before.ino,
  ])
  expect(await readdir(rig.home, { recursive: true })).toStrictEqual([
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
  await rig.save(
    { env: { CLAUDE_CODE_OAUTH_TOKEN: 'CANARY' }, apiKeyHelper: 'CANARY' },
    join(rig.home, '.claude', 'settings.json'),
  )
  let seen = 0
  for (let end = 0; end <= text.length; end += 1) {
    await rig.save(text.slice(0, end))
    const said = JSON.stringify(await rig.create({ env }).run(never))
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
      await rig.save(text)
      const { status, details } = await rig.create().run(never)
      expect(matches(SignIn, details['sign_in'])).toBe(true)
      if (details['auth_status'] !== 'valid') return
      const { claudeAiOauth } = JSON.parse(text)
      expect(status).toBe('pass')
      expect(claudeAiOauth.expiresAt ?? Infinity).toBeGreaterThan(NOW)
    }),
    { numRuns: 400 },
  )
})
