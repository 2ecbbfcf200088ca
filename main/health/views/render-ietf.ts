import type { CheckReport } from '../../../shared/check-report.ts'
import type { HealthFacts } from './facts.ts'
import { overall } from './overall.ts'
import { visibleDetails } from './visible-details.ts'

/*
 * `application/health+json` as ccproxy-api 0.1.7 writes it (source document 000), a dialect of
 * draft-inadarei-api-health-check: `output` also on pass, details spread flat into the check.
 */

/** The word that follows the check's name in `output`, and the field it is read from. */
const OUTPUT: Readonly<Record<string, readonly [name: string, field: string]>> = {
  oauth2_credentials: ['OAuth2 credentials', 'auth_status'],
  codex_credentials: ['Codex credentials', 'auth_status'],
  claude_cli: ['Claude CLI', 'cli_status'],
  codex_cli: ['Codex CLI', 'cli_status'],
  claude_sdk: ['Claude SDK', 'sdk_status'],
}

/** Readiness looks at these, in this order, and calls the first one by another name than `/health` does. */
const READY_CHECKS = [
  ['oauth2_credentials', 'OAuth credentials'],
  ['claude_cli', 'Claude CLI'],
  ['codex_cli', 'Codex CLI'],
  ['claude_sdk', 'Claude SDK'],
] as const

const COMPONENT_TYPES: Readonly<Record<string, string>> = {
  oauth2_credentials: 'authentication',
  codex_credentials: 'authentication',
  claude_cli: 'external_dependency',
  codex_cli: 'external_dependency',
  claude_sdk: 'node_package',
  proxy_service: 'service',
  storage: 'datastore',
  providers: 'external_dependency',
}

/** `GET /health/live`: the process answers, nothing else is looked at. */
export function renderLive(version: string): object {
  return { status: 'pass', version, output: 'Application process is running' }
}

/** `GET /health/ready`: only a failing check, or a drain, makes it unready; a warning never does. */
export function renderReady(facts: HealthFacts): { status: 200 | 503; body: object } {
  const { version, draining } = facts
  const failing = READY_CHECKS.map(([key]) => key).filter((key) => find(facts, key)?.status === 'fail')
  const checks = readyChecks(facts, failing.length > 0)
  if (draining) return { status: 503, body: { status: 'fail', version, output: 'draining', checks } }
  if (failing.length === 0) {
    const output = 'Service is ready to accept traffic'
    return { status: 200, body: { status: 'pass', version, output, checks } }
  }
  const output = `Critical dependency error: ${failing.join(', ')}`
  return { status: 503, body: { status: 'fail', version, output, checks } }
}

/** With a failure among them all four say their errors, or would have said them; otherwise their states. */
function readyChecks(facts: HealthFacts, failed: boolean): Record<string, object[]> {
  return Object.fromEntries(
    READY_CHECKS.map(([key, name]) => {
      const report = find(facts, key)
      const error = facts.trusted ? report?.details['error'] : undefined
      const output = failed ? text(error, `${name} error`) : `${name}: ${stateWord(key, report)}`
      return [key, [{ status: report?.status ?? 'warn', output }]]
    }),
  )
}

/**
 * `GET /health` in health+json.
 *
 * @param options.compat the original's `componentType` for the SDK, which is a Python package there
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
    componentType: isSdkOfOld ? 'python_package' : (COMPONENT_TYPES[key] ?? 'component'),
    status,
    time,
    output: checkOutput(report, facts.trusted),
    // A check that caches says itself how old its answer is; that is the truer time.
    checked_at: report.checked_at,
    ...visibleDetails(report, facts.trusted),
  }
}

function checkOutput(report: CheckReport, trusted: boolean): string {
  const { key, status, details } = report
  if (key === 'proxy_service' && status === 'pass') return 'Proxy service operational'
  const [name] = OUTPUT[key] ?? []
  if (name !== undefined) return `${name}: ${stateWord(key, report)}`
  const plain = key.replaceAll('_', ' ')
  return trusted ? text(details['output'], text(details['error'], plain)) : plain
}

function stateWord(key: string, report: CheckReport | undefined): string {
  const [, field = ''] = OUTPUT[key] ?? []
  return text(report?.details[field], 'unknown')
}

function find({ reports }: HealthFacts, key: string): CheckReport | undefined {
  return reports.find((report) => report.key === key)
}

function text(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback
}
