import type { HealthDocument } from './health-document.ts'
import { readChecks } from './read-checks.ts'

/**
 * What of a health document may lie on disk until the next start. A list of what is allowed, because a new detail is
 * more likely to name an account or a folder than not, and in a browser the next program on our port could read it.
 */
const KEPT = [
  'checked_at',
  'cli_status',
  'version',
  'version_full',
  'auth_status',
  'sdk_status',
  'providers',
] as const
const KEPT_OF_SIGN_IN = ['status', 'expires_at', 'subscription_type', 'source', 'read_at'] as const

/** The document without paths, accounts and error texts. */
export function keepHealth(document: HealthDocument): HealthDocument {
  const checks = readChecks(document).map(({ key, status, details }) => {
    const signIn = details['sign_in']
    const kept = { status, ...only(details, KEPT), sign_in: only(signIn, KEPT_OF_SIGN_IN) }
    return [key, [kept]] as const
  })
  return { ...document, checks: Object.fromEntries(checks) }
}

function only(value: unknown, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)))
}
