import { expect, it } from 'vitest'
import { CLI_FOUND, CLI_MISSING, makeFacts, makeReport, SIGNED_OUT } from './testing/make-facts.ts'
import { trayHealth } from './tray-health.ts'

const CODEX_MISSING = makeReport('codex_cli', 'warn', { cli_status: 'not_installed', error: 'no codex' })
const SDK_BROKEN = makeReport('claude_sdk', 'fail', {
  sdk_status: 'error',
  error: 'cannot read /home/user/sdk',
})

it.each([
  ['a missing Codex', [CODEX_MISSING], 'healthy'],
  ['no sign-in, since a key may come with each request', [SIGNED_OUT, CLI_FOUND], 'healthy'],
  ['a missing Claude Code', [CLI_MISSING], 'degraded'],
  ['an unreachable provider', [makeReport('providers', 'warn')], 'degraded'],
  [
    'an expired sign-in',
    [makeReport('oauth2_credentials', 'warn', { sign_in: { status: 'expired' } })],
    'degraded',
  ],
  [
    'one that renews itself',
    [makeReport('oauth2_credentials', 'warn', { sign_in: { status: 'refreshable' } })],
    'healthy',
  ],
  ['a failure', [SDK_BROKEN], 'unhealthy'],
])('shows for %s what it should', (_name, reports, status) => {
  expect(trayHealth(makeFacts({ reports }))).toMatchObject({ status })
})

it('counts while draining', () => {
  expect(trayHealth(makeFacts({ draining: true, inFlight: 2 }))).toMatchObject({
    status: 'draining',
    in_flight: 2,
  })
})
