import type { FindingCode } from '../../shared/language/en.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import type { Finding, Verdict, VerdictState } from '../../shared/verdict.ts'

/** A verdict for tests, as the server sends it. Without findings, Claude Code is connected. */
export function verdictForTest(state: VerdictState, ...findings: readonly Finding[]): Verdict {
  const [reason = finding('connected'), ...others] = findings
  return { state, reason, others, since: '2026-11-20T12:00:00.000Z' }
}

/** A problem found by a check, for tests. */
export function problemForTest(code: FindingCode, params: Finding['params'] = {}): Finding {
  const [check, command] = CHECKS[code] ?? ['providers']
  return finding(code, params, { check, ...(command !== undefined && { command }) })
}

const INSTALL = 'npm install -g @anthropic-ai/claude-code'
const SIGN_IN = 'claude auth login'
const CHECKS: Partial<Record<FindingCode, [check: string, command?: string]>> = {
  cli_not_installed: ['claude_cli', INSTALL],
  cli_broken: ['claude_cli', INSTALL],
  cli_timeout: ['claude_cli', 'claude --version'],
  sign_in_expired: ['oauth2_credentials', SIGN_IN],
  sign_in_invalid: ['oauth2_credentials', SIGN_IN],
  sign_in_locked: ['oauth2_credentials'],
  storage_failed: ['storage'],
}
