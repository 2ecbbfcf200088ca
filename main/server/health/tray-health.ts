import type { Health } from '../../../shared/health.ts'
import { isTrayConcern } from '../../../shared/is-tray-concern.ts'
import type { HealthFacts } from './facts.ts'
import { overall } from './overall.ts'

/** The health of the program as the tray icon tells it. */
export function trayHealth(facts: HealthFacts): Health {
  const { state } = overall(facts)
  const concern = facts.reports.some(({ key, status, details }) =>
    isTrayConcern({ key, status, signIn: signInStatus(details['sign_in']) }),
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

function signInStatus(signIn: unknown): string | undefined {
  return typeof signIn === 'object' && signIn !== null && 'status' in signIn
    ? String(signIn.status)
    : undefined
}
