import type { CodedMessage } from '../../../shared/coded-message.ts'
import type { CheckKey, CheckReport, DetailsOf } from '../../../shared/health/check-report.ts'
import type { CliDetails } from '../../../shared/health/cli.ts'
import type { SignInStatus } from '../../../shared/health/sign-in.ts'
import type { FindingCode } from '../../../shared/language/en.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import type { Finding } from '../../../shared/verdict.ts'
import type { Evidence } from './evidence.ts'

const INSTALL = 'npm install -g @anthropic-ai/claude-code'
const SIGN_IN = 'claude auth login'

/** A finding, and the command that helps. */
type Known = [code: FindingCode, command?: string]

/**
 * Order of the reports: problems that stop every request first. A log that isn't written loses data with each request,
 * while a Claude Code that isn't found here may run elsewhere.
 */
const URGENCY: readonly CheckKey[] = ['oauth2_credentials', 'storage', 'claude_cli']

/** Sign-in states that stop Claude Code. A missing sign-in isn't one of them, because requests may carry an API key. */
const SIGN_INS: Readonly<Partial<Record<SignInStatus, Known>>> = {
  expired: ['sign_in_expired', SIGN_IN],
  invalid: ['sign_in_invalid', SIGN_IN],
  locked: ['sign_in_locked'],
  unreadable: ['sign_in_unreadable'],
}

const CLI: Readonly<Partial<Record<CliDetails['cli_status'], Known>>> = {
  not_installed: ['cli_not_installed', INSTALL],
  binary_found_but_errors: ['cli_broken', INSTALL],
  error: ['cli_broken', INSTALL],
  timeout: ['cli_timeout', 'claude --version'],
}

/**
 * The findings of the health checks that a user should see, most urgent first. Omits common warnings, such as a missing
 * Codex, unless the settings mark that check as critical.
 */
export function findChecks({ reports }: Evidence, failing: ReadonlySet<string>): Finding[] {
  const rank = (key: CheckKey) => (URGENCY.includes(key) ? URGENCY.indexOf(key) : URGENCY.length)
  return reports
    .filter(({ status }) => status !== 'pass')
    .toSorted((a, b) => rank(a.key) - rank(b.key))
    .flatMap((report) => fromReport(report, failing.has(report.key)) ?? [])
}

function fromReport(report: CheckReport, isFailing: boolean): Finding | undefined {
  const { key, details, message: cause } = report
  const known = fromKnown(report)
  if (known !== undefined || !isFailing) return known
  // Failing requests have findings of their own, with the cause.
  if (report.status === 'warn' && key === 'providers') return undefined
  const output = cause?.message ?? ('output' in details ? details.output : report.status)
  return finding('check_failed', { check: key, output }, { check: key, ...(cause && { cause }) })
}

function fromKnown({ key, details, message: cause }: CheckReport): Finding | undefined {
  switch (key) {
    case 'claude_cli': {
      const known = 'cli_status' in details ? CLI[details.cli_status] : undefined
      return withCommand(key, known ?? ['cli_unchecked'])
    }
    case 'oauth2_credentials': {
      const status = 'sign_in' in details ? details.sign_in?.status : undefined
      const known = status && SIGN_INS[status]
      return known && withCommand(key, known)
    }
    case 'storage':
      return fromStorage('storage_status' in details ? details : {}, cause)
    case 'claude_sdk':
    case 'codex_cli':
    case 'codex_credentials':
    case 'providers':
    case 'proxy_service':
      return undefined
  }
}

function withCommand(check: CheckKey, [code, command]: Known): Finding {
  return finding(code, {}, { check, ...(command !== undefined && { command }) })
}

function fromStorage(
  { reason, since, storage_status, update }: Partial<DetailsOf<'storage'>>,
  cause: CodedMessage | undefined,
): Finding {
  const more = { check: 'storage' as const, ...(since != null && { since }) }
  // Requests are recorded again, but the earlier ones are lost.
  if (storage_status === 'ok') return finding('storage_displaced', {}, more)
  if (update !== undefined) return finding('storage_updating', { ...update }, more)
  const params = { reason: reason ?? '?', output: cause?.message ?? '' }
  return finding('storage_failed', params, { ...more, ...(cause && { cause }) })
}
