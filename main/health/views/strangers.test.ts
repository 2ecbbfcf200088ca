import { expect, it } from 'vitest'
import type { CheckKey } from '../../../shared/health/check-report.ts'
import type { HealthFacts } from './facts.ts'
import { formatUptime } from './format-uptime.ts'
import { renderIetf, renderReady } from './render-ietf.ts'
import {
  renderBasic,
  renderCcproxy,
  renderDetailed,
  renderFork,
  renderGroq,
  renderSuperset,
} from './render-json.ts'
import { makeFacts } from './testing/make-facts.ts'
import { makeReport } from '../testing/make-report.ts'

/** Every known detail of a check, each with a recognizable value. */
const TELLTALE = {
  installation_status: 'found_with_issues',
  cli_status: 'binary_found_but_errors',
  auth_status: 'invalid',
  sdk_status: 'error',
  version: '2.0.0',
  error: 'SECRET at /home/SECRET',
  output: 'SECRET host',
  binary_path: '/home/SECRET/claude',
  credentials_path: '/home/SECRET/.claude',
  realpath: '/home/SECRET/real',
  searched_paths: ['/home/SECRET/bin'],
  rejected: [{ path: '/home/SECRET', reason: 'missing' }],
  duplicates: [{ path: '/home/SECRET' }],
  version_output: '2.0.0 SECRET',
  return_code: 'SECRET',
  subscription_type: 'SECRET',
  sign_in: {
    status: 'invalid',
    user: 'SECRET@example.com',
    expires_at: 'SECRET',
    overrides: [{ name: 'SECRET' }],
  },
  providers: { anthropic: { base_url: 'https://SECRET' } },
  a_detail_of_next_year: 'SECRET',
}
const message = { code: 'check.cli_failed', params: { output: 'SECRET' }, message: 'SECRET' }
const KEYS: CheckKey[] = [
  'oauth2_credentials',
  'claude_cli',
  'codex_cli',
  'claude_sdk',
  'providers',
  'storage',
  'codex_credentials',
]

const VIEWS: [string, (facts: HealthFacts) => object][] = [
  ['the superset', renderSuperset],
  ['basic', renderBasic],
  ['detailed', renderDetailed],
  ['ccproxy', renderCcproxy],
  ['groq', renderGroq],
  ['fork', renderFork],
  ['health+json', (facts) => renderIetf(facts, { compat: false })],
  ['ready', (facts) => renderReady(facts).body],
]

it.each(VIEWS)('%s tells a stranger no path, account, host, error text or number', (_name, render) => {
  for (const status of ['pass', 'warn', 'fail'] as const) {
    for (const key of KEYS) {
      const facts = makeFacts({
        trusted: false,
        strict: true,
        reports: [{ ...makeReport(key, status, TELLTALE), message }],
      })
      const text = JSON.stringify(render({ ...facts, host: 'SECRET-host', logLevel: 'SECRET' }))
      expect(text).not.toContain('SECRET')
      expect(text).not.toMatch(/uptime|config|performance|memory|port"/)
    }
  }
})

it('tells a stranger in detail which components are well', () => {
  const { components } = renderDetailed(makeFacts({ trusted: false })) as Record<string, unknown>
  expect(components).toEqual({
    claude_cli: { status: 'unhealthy' },
    api_server: { status: 'healthy' },
    authentication: { status: 'unauthenticated' },
  })
})

it.each([
  [0, '0h 0m 0s'],
  [999, '0h 0m 0s'],
  [8_130_000, '2h 15m 30s'],
  [100 * 3_600_000 + 61_000, '100h 1m 1s'],
])('writes an uptime of %i ms as %s', (ms, text) => expect(formatUptime(ms)).toBe(text))
