import type { CheckReport } from '../../../shared/health/check-report.ts'
import type { HealthFacts } from './facts.ts'
import { errorOf } from './error-of.ts'
import type { Overall } from './overall.ts'

interface Explanation {
  error: string
  details?: object
}

/** `error` and `details` of an unhealthy response, in claude-proxy's wording where it has one (001 in `README.md`). */
export function explainFailure(facts: HealthFacts, { failing }: Overall): Explanation {
  // Without the command there is no sign-in: names the cause, not its consequence.
  const key = failing.includes('claude_cli') ? 'claude_cli' : failing[0]
  const report = facts.reports.find((candidate) => candidate.key === key)
  if (report === undefined) return { error: 'Unhealthy' }
  const known = explainKnown(report)
  if (!facts.trusted) return { error: known?.error ?? summarise(report) }
  if (known !== undefined) return known
  return { error: errorOf(report) ?? summarise(report) }
}

/** Fixed sentences, safe for untrusted callers; their details are not. */
function explainKnown({ key, details }: CheckReport): Explanation | undefined {
  if (key === 'claude_cli') {
    if (!('cli_status' in details))
      return { error: 'Claude CLI not available', details: { claude_cli_status: 'error' } }
    const { cli_status, searched_paths } = details
    return cli_status === 'not_installed'
      ? { error: 'Claude CLI not found in PATH', details: { searched_paths } }
      : { error: 'Claude CLI not available', details: { claude_cli_status: cli_status } }
  }
  if (key === 'oauth2_credentials') {
    return {
      error: 'Claude CLI authentication failed',
      details: { claude_cli_status: 'not_authenticated', remedy: 'claude auth login' },
    }
  }
  return undefined
}

/** A check's own error text may contain a path or a host, so untrusted callers get this instead. */
function summarise({ key }: CheckReport): string {
  return `${key.replaceAll('_', ' ')} is not healthy`
}
