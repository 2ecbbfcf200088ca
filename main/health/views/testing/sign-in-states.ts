import { type CodexCredentialsDeps, createCodexCredentialsCheck } from '../../checks/codex-credentials.ts'
import { createOauthCredentialsCheck, type OauthCredentialsDeps } from '../../checks/oauth-credentials.ts'
import type { ProbeOutcome } from '../../cli/run-probe.ts'
import { type Build, HOUR, NOW, type State } from './report-state.ts'

const CREDENTIALS = '.claude/.credentials.json'
const AUTH = '.codex/auth.json'

const login = (change: object = {}) =>
  JSON.stringify({
    claudeAiOauth: {
      accessToken: 'CANARY',
      refreshToken: 'CANARY',
      expiresAt: NOW + 5.5 * HOUR,
      scopes: ['user:inference'],
      subscriptionType: 'max',
      ...change,
    },
  })

const oauth =
  (change: Partial<OauthCredentialsDeps> = {}): Build =>
  (home) =>
    createOauthCredentialsCheck({ env: {}, home, platform: 'linux', now: () => NOW, ...change })

const security = (code: number): Partial<OauthCredentialsDeps> => ({
  platform: 'darwin',
  keychain: { userName: 'ada', run: () => exited(code) },
})

const refuse = () => Promise.reject(Object.assign(new Error('CANARY'), { code: 'EACCES' }))
const broken = () => {
  throw new TypeError('CANARY')
}

const claudeSays = (loggedIn: boolean, more: object = {}): Partial<OauthCredentialsDeps> => ({
  runCli: () => exited(loggedIn ? 0 : 1, JSON.stringify({ loggedIn, ...more })),
})

export const SIGN_INS: State[] = [
  ['sign-in present', { [CREDENTIALS]: login() }, oauth()],
  [
    'sign-in present, with an account',
    { [CREDENTIALS]: login(), '.claude.json': '{}' },
    oauth(claudeSays(true, { authMethod: 'claude.ai', email: 'ada@example.com' })),
  ],
  ['sign-in refreshable', { [CREDENTIALS]: login({ expiresAt: NOW - 2.5 * HOUR }) }, oauth()],
  [
    'sign-in expired',
    { [CREDENTIALS]: login({ expiresAt: NOW - 2.5 * HOUR, refreshToken: undefined }) },
    oauth(),
  ],
  ['sign-in without an end', { [CREDENTIALS]: login({ expiresAt: undefined }) }, oauth()],
  ['sign-in missing', {}, oauth()],
  ['sign-in signed out', { [CREDENTIALS]: '{}' }, oauth()],
  ['sign-in malformed', { [CREDENTIALS]: '{"claudeAiOauth":' }, oauth()],
  ['sign-in refused by the tool', { [CREDENTIALS]: login(), '.claude.json': '{}' }, oauth(claudeSays(false))],
  ['sign-in unreadable', {}, oauth({ openFile: refuse })],
  ['sign-in by a key', {}, oauth({ env: { ANTHROPIC_API_KEY: 'CANARY' } })],
  ['sign-in in the keychain', {}, oauth(security(0))],
  ['sign-in in a locked keychain', {}, oauth(security(36))],
  ['sign-in check broken', { [CREDENTIALS]: login() }, oauth({ now: broken })],
]

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const account = (exp: number, change: object = {}) =>
  JSON.stringify({
    tokens: { access_token: `${part({})}.${part({ exp })}.CANARY`, refresh_token: 'CANARY', ...change },
  })

const codex =
  (change: Partial<CodexCredentialsDeps> = {}): Build =>
  (home) =>
    createCodexCredentialsCheck({ env: {}, home, platform: 'linux', now: () => NOW, ...change })

const IN_KEYRING = { '.codex/config.toml': 'cli_auth_credentials_store = "keyring"\n' }

export const CODEX_SIGN_INS: State[] = [
  ['codex account present', { [AUTH]: account((NOW + 48.5 * HOUR) / 1000) }, codex()],
  ['codex account expired', { [AUTH]: account((NOW - HOUR) / 1000, { refresh_token: '' }) }, codex()],
  ['codex account missing', { '.codex/log/x': '' }, codex()],
  ['codex without an account', {}, codex()],
  ['codex account malformed', { [AUTH]: '{' }, codex()],
  ['codex account is a key', { [AUTH]: '{"OPENAI_API_KEY":"CANARY"}' }, codex()],
  ['codex account in the keyring', IN_KEYRING, codex()],
  [
    'codex account in the keyring, confirmed',
    IN_KEYRING,
    codex({ runCli: () => exited(0, '', 'Logged in using ChatGPT') }),
  ],
]

function exited(code: number, stdout = '', stderr = ''): Promise<ProbeOutcome> {
  return Promise.resolve({ kind: 'exited', code, stdout, stderr })
}
