import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CheckReport } from '../../../../shared/health/check-report.ts'
import { createClaudeCliCheck } from '../../checks/claude-cli.ts'
import { createClaudeSdkCheck } from '../../checks/claude-sdk.ts'
import { createCodexCliCheck } from '../../checks/codex-cli.ts'
import { type CodexCredentialsDeps, createCodexCredentialsCheck } from '../../checks/codex-credentials.ts'
import { createOauthCredentialsCheck, type OauthCredentialsDeps } from '../../checks/oauth-credentials.ts'
import { createProvidersCheck } from '../../checks/providers.ts'
import { createProxyServiceCheck } from '../../checks/proxy-service.ts'
import { type CheckedStorage, createStorageCheck } from '../../checks/storage.ts'
import type { CliProbeDeps } from '../../cli/probe-cli.ts'
import type { ProbeOutcome } from '../../cli/run-probe.ts'
import { createMonitor, type MonitoredCheck } from '../../monitor.ts'
import { failing, UPSTREAM } from '../../verdict/testing/make-evidence.ts'
import type { UpstreamState, UpstreamStates } from '../../verdict/watch-upstreams.ts'

/** For tests: 20 November 2026, 12:00 UTC, in ms since 1970. */
export const NOW = Date.UTC(2026, 10, 20, 12)
const HOUR = 3_600_000

type Files = Readonly<Record<string, string>>
type Build = (home: string) => MonitoredCheck

/** A state of a check: the files in the home directory, and the check that reads them. */
type State = [name: string, files: Files, build: Build]

/**
 * For tests: the report of every check in every state, made by the real check in a temporary home directory, whose path
 * is then replaced by `/home/ada`. Not on Windows: the command-line tools are shell scripts.
 */
export async function collectReportStates(): Promise<Map<string, CheckReport>> {
  const reports = new Map<string, CheckReport>()
  for (const state of STATES) reports.set(state[0], await collect(state))
  return reports
}

async function collect([name, files, build]: State): Promise<CheckReport> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'signalbox-states-')))
  try {
    for (const [path, content] of Object.entries(files)) await save(join(home, path), content)
    const monitor = createMonitor({ checks: [build(home)], everyMs: HOUR, now: () => NOW })
    await monitor.recheck()
    const [report] = monitor.reports()
    if (report === undefined) throw new Error(`${name} has no report`)
    const text = JSON.stringify(report).replaceAll(home, '/home/ada').replaceAll(process.cwd(), '/work')
    return JSON.parse(text) as CheckReport
  } finally {
    await rm(home, { recursive: true })
  }
}

async function save(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content, { mode: 0o755 })
  const before = new Date(NOW - HOUR)
  await utimes(file, before, before)
}

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

function exited(code: number, stdout = '', stderr = ''): Promise<ProbeOutcome> {
  return Promise.resolve({ kind: 'exited', code, stdout, stderr })
}

const claudeSays = (loggedIn: boolean, more: object = {}): Partial<OauthCredentialsDeps> => ({
  runCli: () => exited(loggedIn ? 0 : 1, JSON.stringify({ loggedIn, ...more })),
})

const SIGN_INS: State[] = [
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

const CODEX_SIGN_INS: State[] = [
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

const claude =
  (change: Partial<CliProbeDeps> = {}): Build =>
  (home) =>
    createClaudeCliCheck(cliDeps(home, change))

function cliDeps(home: string, change: Partial<CliProbeDeps>): CliProbeDeps {
  const env = { HOME: home, PATH: `${home}/tools:/nowhere` }
  const loginShellPath = () => Promise.resolve([])
  return { env, home, platform: process.platform, now: () => NOW, loginShellPath, ...change }
}

const says = (version: string) => `#!/bin/sh\necho "${version} (Claude Code)"\n`

const CLIS: State[] = [
  ['claude available', { 'tools/claude': says('2.1.329') }, claude()],
  ['claude pre-release', { '.local/bin/claude': says('2.2.0-beta.1') }, claude()],
  ['claude missing', {}, claude()],
  ['claude missing where it was set', {}, claude({ configuredPath: () => '/nowhere/claude' })],
  ['claude twice', { 'tools/claude': says('2.1.329'), '.local/bin/claude': says('2.1.300') }, claude()],
  ['claude failing', { 'tools/claude': '#!/bin/sh\necho "bad token=abc123" >&2; exit 3\n' }, claude()],
  ['claude failing silently', { 'tools/claude': '#!/bin/sh\nexit 1\n' }, claude()],
  ['claude hanging', { 'tools/claude': '#!/bin/sh\nexec /bin/sleep 300\n' }, claude({ timeoutMs: 500 })],
  ['claude not startable', { 'tools/claude': '#!/nowhere/node\n' }, claude()],
  [
    'codex available',
    { 'tools/codex': '#!/bin/sh\necho "codex-cli 0.21.0"\n' },
    (home) => createCodexCliCheck(cliDeps(home, {})),
  ],
  ['codex missing', {}, (home) => createCodexCliCheck(cliDeps(home, {}))],
]

const MANIFEST = 'node_modules/@anthropic-ai/claude-agent-sdk/package.json'
const sdk: Build = (home) => createClaudeSdkCheck({ from: () => [home] })

const SDKS: State[] = [
  ['sdk available', { [MANIFEST]: '{"version":"0.3.1"}' }, sdk],
  ['sdk missing', {}, sdk],
  ['sdk broken', { [MANIFEST]: '{' }, sdk],
  ['sdk unreadable', { [`${MANIFEST}/x`]: '' }, sdk],
]

const STORE: CheckedStorage = {
  status: 'ok',
  reason: null,
  since: null,
  not_kept: 0,
  file_bytes: 4096,
  set_aside: [],
  displaced: null,
}
const at = new Date(NOW - 60_000).toISOString()

const storage =
  (change: Partial<CheckedStorage> = {}): Build =>
  () =>
    createStorageCheck(
      () => ({ ...STORE, ...change }),
      () => NOW,
    )

const STORES: State[] = [
  ['storage fine', {}, storage()],
  ['storage degraded', {}, storage({ status: 'degraded', reason: 'disk_full', since: at, not_kept: 3 })],
  ['storage replaced', {}, storage({ displaced: { how: 'replaced', at } })],
  ['storage without its log', {}, storage({ displaced: { how: 'log', at } })],
  ['storage repaired', {}, storage({ set_aside: ['requests.db.broken'] })],
]

const providers =
  (states: UpstreamStates): Build =>
  () =>
    createProvidersCheck({ read: () => states, refresh: () => Promise.resolve() })

const CHECKED = { alarm: undefined, failedProbes: 0, checkedAt: NOW - 12_000, responseMs: 38.2 }
const upstreams = (...changes: Partial<UpstreamState>[]): UpstreamStates => ({
  upstreams: changes.map((change) => ({ ...UPSTREAM, ...CHECKED, ...change })),
  own: undefined,
  allFailing: false,
})
const GROQ = { name: 'groq', baseUrl: new URL('https://api.groq.com/openai/v1') }
const [alarmed] = failing(UPSTREAM, 'overloaded').upstreams
const own = alarmed?.alarm && { ...alarmed.alarm, kind: 'own' as const }

const PROVIDERS: State[] = [
  ['providers reachable', {}, providers(upstreams({}, GROQ))],
  ['providers not checked', {}, providers(upstreams({ checkedAt: undefined, responseMs: undefined }))],
  ['providers in doubt', {}, providers(upstreams({ failedProbes: 2 }))],
  ['providers without a connection', {}, providers(failing(UPSTREAM, 'unreachable', GROQ, 'dns'))],
  ['providers failing', {}, providers(failing(UPSTREAM, 'overloaded', GROQ, 'rejected'))],
  ['providers failing in each way', {}, providers(failing(UPSTREAM, 'tls', GROQ, 'outbound_proxy'))],
  ['providers with errors of our own', {}, providers({ ...upstreams({}), own })],
  ['providers all failing', {}, providers({ ...upstreams({}), allFailing: true })],
]

/** A check that throws, as only a bug of ours would make it. */
const breaking =
  (key: MonitoredCheck['key']): Build =>
  () => ({ key, run: () => Promise.reject(new TypeError('CANARY')) })

const STATES: State[] = [
  ...SIGN_INS,
  ...CLIS,
  ...SDKS,
  ['proxy running', {}, () => createProxyServiceCheck('1.0.0')],
  ...STORES,
  ...PROVIDERS,
  ...CODEX_SIGN_INS,
  ['claude check broken', {}, breaking('claude_cli')],
  ['sdk check broken', {}, breaking('claude_sdk')],
  ['storage check broken', {}, breaking('storage')],
  ['providers check broken', {}, breaking('providers')],
]
