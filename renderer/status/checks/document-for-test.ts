import type { CheckStatus } from '../../../shared/health/check-status.ts'
import type { HealthDocument } from '../../api/health-document.ts'

const MINUTE = 60_000

/** Changes to a check's entry; `null` removes the check. */
export type Changes = Readonly<Record<string, object | null>>

/**
 * A health document as sent to the local computer: everything passes, Codex is not installed. Each check ran `agesMs`
 * before the response, which is made at `now` (both ms; ages by check, default 12 s).
 */
export function documentForTest(
  now: number,
  changes: Changes = {},
  agesMs: Readonly<Record<string, number>> = {},
): HealthDocument {
  const base = entries(now)
  const keys = [...new Set([...Object.keys(base), ...Object.keys(changes)])]
  const checks = keys.flatMap((key) => {
    const change = changes[key]
    if (change === null) return []
    const checked_at = iso(now - (agesMs[key] ?? 12_000))
    return [[key, [{ status: 'pass', checked_at, ...base[key], ...change }]] as const]
  })
  return {
    status: worst(checks.map(([, [entry]]) => entry.status)),
    time: iso(now),
    checks: Object.fromEntries(checks),
  }
}

/** Changes to an entry for another sign-in state. */
export function signIn(status: string, more: object = {}): object {
  const calm = ['present', 'api_key'].includes(status)
  return {
    status: calm ? 'pass' : 'warn',
    credentials_path: status === 'missing' ? null : '/home/ada/.claude/.credentials.json',
    sign_in: { status, source: 'file', expires_at: null, subscription_type: 'max', overrides: [], ...more },
  }
}

/** A command-line tool that fails or is not installed. */
export function brokenCli(cli_status: string, more: object = {}): object {
  const missing = cli_status === 'not_installed'
  return {
    status: 'warn',
    cli_status,
    version: null,
    version_full: undefined,
    ...(missing && ABSENT),
    ...more,
  }
}

/** An upstream with `failures` failed connections in a row. */
export function unreachable(failures: number, name = 'anthropic'): object {
  const status = failures >= 3 ? 'unhealthy' : 'healthy'
  const provider = { ...PROVIDER, status, consecutive_failures: failures, response_time_ms: null }
  return { status: failures >= 3 ? 'warn' : 'pass', providers: { [name]: provider } }
}

const PROVIDER = {
  status: 'healthy',
  consecutive_failures: 0,
  response_time_ms: 38,
  base_url: 'https://api.anthropic.com',
}
const ABSENT = {
  binary_path: null,
  realpath: undefined,
  source: undefined,
  searched_paths: [
    '/usr/local/bin/claude',
    '/usr/bin/claude',
    '/home/ada/.local/bin/claude',
    '/home/ada/.nvm/versions/node/v24.21.0/bin/claude',
    '/opt/homebrew/bin/claude',
  ],
}

function entries(now: number): Record<string, { status?: CheckStatus } & Record<string, unknown>> {
  return {
    oauth2_credentials: {
      auth_status: 'valid',
      credentials_path: '/home/ada/.claude/.credentials.json',
      sign_in: {
        status: 'present',
        source: 'file',
        expires_at: iso(now + 6.5 * 60 * MINUTE),
        subscription_type: 'max',
        changed_at: iso(now - 90 * MINUTE),
        stale: false,
        overrides: [],
      },
    },
    claude_cli: {
      cli_status: 'available',
      version: '2.1.329',
      version_full: '2.1.329',
      binary_path: '/home/ada/.local/bin/claude',
      realpath: '/home/ada/.local/share/claude/versions/2.1.329',
      source: 'native',
      found_by: 'path',
      searched_paths: [],
      rejected: [],
      duplicates: [],
    },
    codex_cli: { status: 'warn', cli_status: 'not_installed', version: null, binary_path: null },
    claude_sdk: { status: 'warn', sdk_status: 'not_installed', version: null },
    proxy_service: { version: '0.1.0' },
    providers: { providers: { anthropic: { ...PROVIDER, last_check: iso(now - 12_000) } } },
    codex_credentials: { auth_status: 'not_configured', sign_in: { status: 'missing' } },
  }
}

function worst(states: readonly string[]): CheckStatus {
  if (states.includes('fail')) return 'fail'
  return states.includes('warn') ? 'warn' : 'pass'
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
