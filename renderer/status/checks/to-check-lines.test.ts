import { expect, test } from 'vitest'
import { brokenCli, type Changes, documentForTest, signIn, unreachable } from './document-for-test.ts'
import type { FindingCode } from '../../../shared/language/en.ts'
import { observeLivez } from '../observe-for-test.ts'
import { readProblems } from '../read-verdict.ts'
import { problemForTest, verdictForTest } from '../verdict-for-test.ts'
import { toCheckLines } from './to-check-lines.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const HOUR = 3_600_000
const UPSTREAM = 'https://api.anthropic.com'

test('a computer in order shows four lines', () => {
  expect(shown({})).toEqual([
    'Claude Code: 2.1.329 good',
    'Sign-in: Max, renews in 6 h 30 m good',
    'Codex: not installed quiet',
    'Upstream: api.anthropic.com good',
  ])
})

test('the same lines stand there before the first answer, so that nothing jumps', () => {
  const lines = toCheckLines({ document: undefined, at: NOW, now: NOW, upstream: undefined, problems: [] })
  expect(lines.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Claude Code: –',
    'Sign-in: –',
    'Codex: –',
    'Upstream: –',
  ])
})

test.each<[change: object, line: string]>([
  [{ version_full: '2.2.0-beta.1', version: '2.2.0' }, '2.2.0-beta.1 good'],
  [{ version_full: undefined }, '2.1.329 good'],
  [brokenCli('not_installed'), 'not found plain'],
  [brokenCli('binary_found_but_errors'), 'found, but doesn’t start plain'],
  [brokenCli('timeout'), 'doesn’t respond plain'],
  [{ ...brokenCli('error'), status: 'fail' }, 'found, but doesn’t start plain'],
  [{ status: 'warn', cli_status: undefined, error: 'No answer within 20 s' }, 'couldn’t be checked plain'],
  [{ cli_status: 'new in a later version', version: 7 }, 'couldn’t be checked plain'],
])('Claude Code: %j reads %s', (change, line) => {
  expect(shown({ claude_cli: change })[0]).toBe(`Claude Code: ${line}`)
})

test.each<[change: object, line: string]>([
  [signIn('present', { expires_at: null }), 'Max good'],
  [signIn('present', { source: 'keychain', subscription_type: null }), 'in the keychain good'],
  [signIn('present', { source: 'command', subscription_type: null }), 'signed in good'],
  [signIn('refreshable', { expires_at: ago(2) }), 'expired 2 h ago, renews on next use plain'],
  [signIn('expired', { expires_at: ago(2) }), 'expired 2 h ago: sign in again plain'],
  [signIn('invalid'), 'invalid: sign in again plain'],
  [signIn('missing'), 'none found plain'],
  [signIn('locked'), 'locked plain'],
  [signIn('unreadable'), 'unreadable plain'],
  [signIn('api_key'), 'API key good'],
  [{ status: 'warn', sign_in: undefined, auth_status: 'expired' }, 'expired plain'],
  [{ status: 'fail', sign_in: 5, auth_status: 'error' }, 'couldn’t be checked plain'],
])('the sign-in: %j reads %s', (change, line) => {
  expect(shown({ oauth2_credentials: change })[1]).toBe(`Sign-in: ${line}`)
})

test('no Codex is normal, and one that does not start is no alarm', () => {
  expect(shown({ codex_cli: brokenCli('not_installed') })[2]).toBe('Codex: not installed quiet')
  expect(shown({ codex_cli: brokenCli('timeout') })[2]).toBe('Codex: doesn’t respond plain')
})

test('who has a Codex account sees how it stands', () => {
  const expired = signIn('expired', { expires_at: ago(30) })
  expect(shown({ codex_credentials: expired })[3]).toMatch(
    /^Codex sign-in: expired 19 Nov, .*: sign in again plain$/,
  )
})

test('lost connections are facts', () => {
  expect(shown({ providers: unreachable(1) })[3]).toBe('Upstream: api.anthropic.com plain')
  expect(shown({ providers: unreachable(3) })[3]).toBe('Upstream: no connection plain')
})

test.each(['rejected', 'overloaded', 'server_error', 'limited', 'timeout', 'broken', 'own'])(
  'an upstream that responds, but %s, has a connection',
  (failure) => {
    const providers = {
      anthropic: { status: 'unhealthy', failure, consecutive_failures: 4, base_url: UPSTREAM },
    }
    const line = toLines({ providers: { status: 'warn', providers } })[3]
    expect(line).toMatchObject({ label: 'Upstream', value: 'api.anthropic.com', tone: 'plain', details: [] })
  },
)

test.each(['unreachable', 'dns', 'tls', 'outbound_proxy'])('%s is no connection', (failure) => {
  const providers = {
    anthropic: { status: 'unhealthy', failure, consecutive_failures: 4, base_url: UPSTREAM },
  }
  expect(shown({ providers: { status: 'warn', providers } })[3]).toBe('Upstream: no connection plain')
})

test('a provider that is not the upstream has a line of its own', () => {
  const providers = {
    ollama: { status: 'healthy', consecutive_failures: 0, base_url: 'http://127.0.0.1:11434' },
  }
  expect(shown({ providers: { providers } }).slice(3)).toEqual([
    'Upstream: api.anthropic.com plain',
    'Ollama: 127.0.0.1:11434 good',
  ])
})

test('a check that this page does not know shows in its own words', () => {
  const lines = toLines({ write_queue: { status: 'warn', output: '40 rows wait.' } })
  expect(lines.at(-1)).toMatchObject({
    label: 'Write queue',
    value: 'warning',
    tone: 'plain',
    details: [{ texts: ['40 rows wait.'] }],
  })
  expect(shown({ storage: { status: 'fail' } }).at(-1)).toBe('Storage: failed plain')
})

test('a reason is told by its code, and one of a newer server in the English that came with it', () => {
  const message = { code: 'check.cli_timeout', params: { command: 'claude --version' }, message: 'As told.' }
  const [claude] = toLines({ claude_cli: { ...brokenCli('timeout'), message } })
  expect(claude?.details[0]?.texts).toEqual(['claude --version didn’t respond in time.'])
  const newer = toLines({
    storage: { status: 'warn', message: { ...message, code: 'check.from_the_future' } },
  })
  expect(newer.at(-1)?.details[0]?.texts).toEqual(['As told.'])
})

test('an older server tells its reasons in English only', () => {
  const error = "Timeout running 'claude --version'"
  const [claude] = toLines({ claude_cli: { ...brokenCli('timeout', { error }), message: 'odd' } })
  expect(claude?.details[0]?.texts).toEqual([error])
})

test('other installations are counted, with their paths', () => {
  const twin = { realpath: '/b', source: 'npm', found_by: 'path', mtime: '' }
  const duplicates = [
    { ...twin, path: '/a' },
    { ...twin, path: '/b' },
  ]
  const [claude] = toLines({ claude_cli: { duplicates } })
  expect(claude?.details).toContainEqual({ label: '2 other installations', texts: ['/a', '/b'], code: true })
})

test('a CLI that is missing says where it was looked for', () => {
  const [claude] = toLines({ claude_cli: brokenCli('not_installed') })
  expect(claude?.details.map(({ label }) => label)).toEqual(['Searched in'])
})

test('a credential that outranks the sign-in is named', () => {
  const overrides = [{ name: 'ANTHROPIC_API_KEY', from: 'environment' }]
  const [, line] = toLines({ oauth2_credentials: signIn('present', { overrides }) })
  expect(line?.details).toContainEqual({ label: 'Overridden by', texts: ['ANTHROPIC_API_KEY'], code: true })
})

test('an age is counted by the server’s clock up to its answer and by ours from then on', () => {
  const document = documentForTest(NOW - 3 * HOUR)
  const [claude] = toCheckLines({ document, at: NOW - 5_000, now: NOW, upstream: UPSTREAM, problems: [] })
  expect(claude?.ageMs).toBe(17_000)
})

test('a value is old once it is older than its own check allows', () => {
  const ages = { claude_cli: 5 * 60_000, oauth2_credentials: 5 * 60_000 }
  const [claude, signedIn] = toCheckLines({
    document: documentForTest(NOW, {}, ages),
    at: NOW,
    now: NOW,
    upstream: UPSTREAM,
    problems: [],
  })
  expect(claude?.old).toBe(false)
  expect(signedIn?.old).toBe(true)
})

test.each<[code: FindingCode, params: Record<string, string>, lines: string[]]>([
  ['cli_not_installed', {}, ['Claude Code']],
  ['sign_in_locked', {}, ['Sign-in']],
  ['storage_failed', { output: 'The disk is full.' }, ['Storage']],
  ['upstream_overloaded', { host: 'api.anthropic.com' }, ['Upstream']],
  ['provider_unreachable', { provider: 'ollama', host: '127.0.0.1:11434' }, ['Ollama']],
  ['upstream_unreachable', { host: '127.0.0.1:11434' }, ['Ollama']],
  // The proxy is no provider's host, but all providers depend on it.
  ['outbound_proxy_unreachable', { host: 'proxy:3128' }, ['Upstream', 'Ollama']],
])('%s %j warns on its own line, and on no other', (code, params, lines) => {
  const { livez } = observeLivez({ verdict: verdictForTest('warning', problemForTest(code, params)) })
  const problems = readProblems({ livez })
  const ollama = { status: 'healthy', consecutive_failures: 0, base_url: 'http://127.0.0.1:11434' }
  const anthropic = { ...ollama, base_url: UPSTREAM }
  const document = documentForTest(NOW, {
    providers: { providers: { anthropic, ollama } },
    storage: { status: 'pass' },
  })
  const warned = toCheckLines({ document, at: NOW, now: NOW, upstream: UPSTREAM, problems })
    .filter(({ tone }) => tone === 'warning')
    .map(({ label }) => label)
  expect(warned).toEqual(lines)
})

test('a check that fails is an error where the verdict names it', () => {
  const { livez } = observeLivez({ verdict: verdictForTest('error', problemForTest('cli_broken')) })
  const document = documentForTest(NOW, { claude_cli: { ...brokenCli('error'), status: 'fail' } })
  const [claude] = toCheckLines({
    document,
    at: NOW,
    now: NOW,
    upstream: UPSTREAM,
    problems: readProblems({ livez }),
  })
  expect(claude?.tone).toBe('error')
})

function toLines(changes: Changes) {
  return toCheckLines({
    document: documentForTest(NOW, changes),
    at: NOW,
    now: NOW,
    upstream: UPSTREAM,
    problems: [],
  })
}

function shown(changes: Changes): string[] {
  return toLines(changes).map(({ label, value, tone }) => `${label}: ${value} ${tone}`)
}

function ago(hours: number): string {
  return new Date(NOW - hours * HOUR).toISOString()
}
