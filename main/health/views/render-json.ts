import { type CheckReport, findReport } from '../../../shared/health/check-report.ts'
import type { SignIn } from '../../../shared/health/sign-in.ts'
import { formatUptime } from './format-uptime.ts'
import type { HealthFacts } from './facts.ts'
import { overall, type Overall } from './overall.ts'
import { explainFailure } from './explain-failure.ts'

const WORDS = { draining: 'draining', fail: 'unhealthy', warn: 'degraded', pass: 'healthy' } as const

/** `GET /health` as JSON: the fields of 001, 003 and 004, and for trusted callers those of 002 (see `README.md`). */
export function renderSuperset(facts: HealthFacts): object {
  const verdict = overall(facts)
  return {
    ...renderBasic(facts),
    version: facts.version,
    ...(verdict.state === 'draining' && { in_flight: facts.inFlight }),
    ...(facts.trusted && renderNumbers(facts)),
  }
}

/** claude-proxy (001 in `README.md`): version only while healthy, error and details only while not. */
export function renderBasic(facts: HealthFacts): object {
  const verdict = overall(facts)
  return {
    status: statusWord(verdict, facts.policy.exposeDegraded),
    service: facts.policy.serviceName,
    timestamp: facts.now.toISOString(),
    ...(verdict.state === 'fail' ? explainFailure(facts, verdict) : { version: facts.version }),
  }
}

/** CCProxy (002 in `README.md`): status only for untrusted callers, configuration and performance for trusted ones. */
export function renderCcproxy(facts: HealthFacts): object {
  const status = statusWord(overall(facts), facts.policy.exposeDegraded)
  if (!facts.trusted) return { status }
  return { status, timestamp: facts.now.toISOString(), version: facts.version, ...renderNumbers(facts) }
}

/** Earlier CCProxy (003 in `README.md`); while unhealthy with that program's `error`. */
export function renderGroq(facts: HealthFacts): object {
  const verdict = overall(facts)
  return {
    status: statusWord(verdict, false),
    service: 'ccproxy',
    version: facts.version,
    ...(verdict.state === 'fail' && { error: explainFailure(facts, verdict).error }),
  }
}

/** claude-code-proxy (004 in `README.md`). It has no `degraded`. */
export function renderFork(facts: HealthFacts): object {
  const verdict = overall(facts)
  return {
    status: statusWord(verdict, false),
    timestamp: facts.now.toISOString(),
    ...(verdict.state === 'draining' && { in_flight: facts.inFlight }),
  }
}

/**
 * `GET /health/detailed` of claude-proxy (001 in `README.md`). Untrusted callers, such as a kubelet without a key, get
 * only the state of each component.
 */
export function renderDetailed(facts: HealthFacts): object {
  const verdict = overall(facts)
  const base = { ...renderBasic(facts), status: WORDS[verdict.state] }
  return {
    ...base,
    ...(verdict.state === 'draining' && { in_flight: facts.inFlight }),
    components: {
      claude_cli: renderClaudeCli(facts),
      api_server: renderApiServer(facts),
      authentication: renderAuthentication(facts),
    },
    ...(facts.trusted && { configuration: renderConfiguration(facts) }),
  }
}

function renderConfiguration({ host, port, logLevel }: HealthFacts): object {
  // Signalbox sends no CORS headers.
  return { host, port, log_level: logLevel.toUpperCase(), cors_enabled: false }
}

function renderNumbers(facts: HealthFacts): object {
  return {
    // Nanoseconds: a serialized Go duration. Rounded to whole ms, the intended precision of our clock.
    uptime: Math.round(facts.uptimeMs) * 1_000_000,
    config: {
      host: facts.host,
      port: facts.port,
      providers: facts.providers.length,
      api_key_configured: facts.apiKeyConfigured,
    },
    performance: facts.performance,
  }
}

function renderClaudeCli(facts: HealthFacts): object {
  const report = findReport(facts.reports, 'claude_cli')
  const status = componentWord(report)
  if (!facts.trusted) return { status }
  const details = report !== undefined && 'cli_status' in report.details ? report.details : undefined
  const { binary_path: path = null, version = null } = details ?? {}
  return {
    status,
    ...(path !== null && { path }),
    ...(version !== null && { version }),
    authenticated: isSignedIn(facts),
    // The time of the command's run, because its result is cached for minutes.
    ...(report !== undefined && { last_check: details?.checked_at ?? report.checked_at }),
  }
}

function renderApiServer(facts: HealthFacts): object {
  if (!facts.trusted) return { status: 'healthy' }
  const { total, failed } = facts.performance.requests
  return {
    status: 'healthy',
    uptime: formatUptime(facts.uptimeMs),
    port: facts.port,
    host: facts.host,
    requests_processed: total,
    errors: failed,
  }
}

function renderAuthentication(facts: HealthFacts): object {
  const report = findReport(facts.reports, 'oauth2_credentials')
  const { user, expires_at: expires = null } = readSignIn(facts) ?? {}
  const loggedIn = isSignedIn(facts)
  const status = report?.status === 'fail' ? 'error' : loggedIn ? 'healthy' : 'unauthenticated'
  if (!facts.trusted) return { status }
  return {
    status,
    logged_in: loggedIn,
    ...(user !== undefined && { user }),
    ...(expires !== null && { expires }),
  }
}

/** Sign-in states with which the next request should be accepted. */
const SIGNED_IN: ReadonlySet<SignIn['status']> = new Set(['present', 'refreshable', 'api_key', 'keyring'])

/** The CLI's own result overrides our reading of its files. */
function isSignedIn(facts: HealthFacts): boolean {
  const signIn = readSignIn(facts)
  return signIn !== undefined && (signIn.logged_in ?? SIGNED_IN.has(signIn.status))
}

function readSignIn({ reports }: HealthFacts): SignIn | undefined {
  const report = findReport(reports, 'oauth2_credentials')
  return report !== undefined && 'sign_in' in report.details ? report.details.sign_in : undefined
}

function componentWord(report: CheckReport | undefined): 'healthy' | 'unhealthy' | 'error' {
  if (report?.status === 'pass') return 'healthy'
  return report?.status === 'fail' ? 'error' : 'unhealthy'
}

function statusWord({ state }: Overall, exposeDegraded: boolean): string {
  return state === 'warn' && !exposeDegraded ? 'healthy' : WORDS[state]
}
