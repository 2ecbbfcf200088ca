import { type CheckKey, type CheckReport, findReport } from '../../../shared/health/check-report.ts'
import { errorOf } from './error-of.ts'
import type { HealthFacts } from './facts.ts'
import { overall } from './overall.ts'
import { visibleDetails } from './visible-details.ts'

/*
 * `application/health+json` as ccproxy-api 0.1.7 writes it (000 in `README.md`), a dialect of
 * draft-inadarei-api-health-check: `output` also on pass, details spread flat into the check.
 */

/** Names in `output`, before the state. */
const NAMES: Readonly<Partial<Record<CheckKey, string>>> = {
  oauth2_credentials: 'OAuth2 credentials',
  codex_credentials: 'Codex credentials',
  claude_cli: 'Claude CLI',
  codex_cli: 'Codex CLI',
  claude_sdk: 'Claude SDK',
}

/** The checks of readiness, in order. The first one has another name than in `/health`. */
const READY_CHECKS = [
  ['oauth2_credentials', 'OAuth credentials'],
  ['claude_cli', 'Claude CLI'],
  ['codex_cli', 'Codex CLI'],
  ['claude_sdk', 'Claude SDK'],
] as const

const COMPONENT_TYPES: Readonly<Record<CheckKey, string>> = {
  oauth2_credentials: 'authentication',
  codex_credentials: 'authentication',
  claude_cli: 'external_dependency',
  codex_cli: 'external_dependency',
  claude_sdk: 'node_package',
  proxy_service: 'service',
  storage: 'datastore',
  providers: 'external_dependency',
}

/** `GET /health/live`: the process responds; nothing else is checked. */
export function renderLive(version: string): object {
  return { status: 'pass', version, output: 'Application process is running' }
}

/** `GET /health/ready`: only a failing check or a drain makes it unready; a warning never does. */
export function renderReady(facts: HealthFacts): { status: 200 | 503; body: object } {
  const { version, draining } = facts
  const failing = READY_CHECKS.map(([key]) => key).filter(
    (key) => findReport(facts.reports, key)?.status === 'fail',
  )
  const checks = readyChecks(facts, failing.length > 0)
  if (draining) return { status: 503, body: { status: 'fail', version, output: 'draining', checks } }
  if (failing.length === 0) {
    const output = 'Service is ready to accept traffic'
    return { status: 200, body: { status: 'pass', version, output, checks } }
  }
  const output = `Critical dependency error: ${failing.join(', ')}`
  return { status: 503, body: { status: 'fail', version, output, checks } }
}

/** If one of them fails, all four report errors (or a placeholder); otherwise their states. */
function readyChecks(facts: HealthFacts, failed: boolean): Record<string, object[]> {
  return Object.fromEntries(
    READY_CHECKS.map(([key, name]) => {
      const report = findReport(facts.reports, key)
      const error = facts.trusted && report !== undefined ? errorOf(report) : undefined
      const output = failed ? (error ?? `${name} error`) : `${name}: ${stateWord(report) ?? 'unknown'}`
      return [key, [{ status: report?.status ?? 'warn', output }]]
    }),
  )
}

/**
 * `GET /health` in health+json.
 *
 * @param options.compat uses the original's `componentType` for the SDK, a Python package there
 */
export function renderIetf(facts: HealthFacts, options: { compat: boolean }): object {
  const { state } = overall(facts)
  const time = facts.now.toISOString().replace('Z', '+00:00')
  return {
    status: state === 'draining' ? 'fail' : state,
    ...(state === 'draining' && { output: 'draining' }),
    version: facts.version,
    serviceId: 'claude-code-proxy',
    description: 'CCProxy API Server',
    time,
    checks: Object.fromEntries(
      facts.reports.map((report) => [
        report.key,
        [renderCheck(report, { facts, time, compat: options.compat })],
      ]),
    ),
  }
}

function renderCheck(
  report: CheckReport,
  { facts, time, compat }: { facts: HealthFacts; time: string; compat: boolean },
): object {
  const { key, status } = report
  const isSdkOfOld = compat && key === 'claude_sdk'
  return {
    componentId: key.replaceAll('_', '-'),
    componentType: isSdkOfOld ? 'python_package' : COMPONENT_TYPES[key],
    status,
    time,
    output: checkOutput(report, facts.trusted),
    // A caching check reports the age of its own result, which is more accurate.
    checked_at: report.checked_at,
    // Like `error`, it may contain paths and hosts.
    ...(facts.trusted && report.message !== undefined && { message: report.message }),
    ...visibleDetails(report, facts.trusted),
  }
}

function checkOutput(report: CheckReport, trusted: boolean): string {
  const { key, status, details } = report
  if (key === 'proxy_service' && status === 'pass') return 'Proxy service operational'
  const name = NAMES[key]
  if (name !== undefined) return `${name}: ${stateWord(report) ?? 'unknown'}`
  const plain = key.replaceAll('_', ' ')
  if (!trusted) return plain
  return 'output' in details ? details.output : (errorOf(report) ?? plain)
}

/** The check's own word for its state. Undefined if it has none, or has not run. */
function stateWord(report: CheckReport | undefined): string | undefined {
  if (report === undefined) return undefined
  const { details } = report
  if ('auth_status' in details) return details.auth_status
  if ('cli_status' in details) return details.cli_status
  return 'sdk_status' in details ? details.sdk_status : undefined
}
