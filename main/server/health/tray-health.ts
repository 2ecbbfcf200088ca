import type { CheckReport } from '../../../shared/check-report.ts'
import type { Health } from '../../../shared/health.ts'
import type { HealthFacts } from './facts.ts'
import { overall } from './overall.ts'

/** Sign-ins that stop Claude Code from working. Without any sign-in a key may come with each request. */
const BROKEN_SIGN_INS = new Set(['expired', 'invalid', 'locked', 'unreadable'])

/** Checks whose warning a person should see in the icon. A missing Codex is none of them: many never want it. */
const CONCERNS: Readonly<Record<string, (report: CheckReport) => boolean>> = {
  claude_cli: () => true,
  storage: () => true,
  providers: () => true,
  oauth2_credentials: ({ details }) => BROKEN_SIGN_INS.has(signInStatus(details['sign_in'])),
}

/** The health of the program as the tray icon tells it. */
export function trayHealth(facts: HealthFacts): Health {
  const { state } = overall(facts)
  const concern = facts.reports.some(
    (report) => report.status === 'warn' && CONCERNS[report.key]?.(report) === true,
  )
  const word = {
    draining: 'draining',
    fail: 'unhealthy',
    warn: concern ? 'degraded' : 'healthy',
    pass: 'healthy',
  } as const
  return {
    status: word[state],
    service: facts.policy.serviceName,
    timestamp: facts.now.toISOString(),
    version: facts.version,
    ...(state === 'draining' && { in_flight: facts.inFlight }),
  }
}

function signInStatus(signIn: unknown): string {
  return typeof signIn === 'object' && signIn !== null && 'status' in signIn ? String(signIn.status) : ''
}
