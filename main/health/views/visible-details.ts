import type { CheckReport } from '../../../shared/health/check-report.ts'

/**
 * Details of a check visible to untrusted callers: its state. An allow-list, because a new detail is more likely to
 * contain a path, an account or a host than not.
 */
const PUBLIC = new Set(['installation_status', 'cli_status', 'auth_status', 'sdk_status', 'version'])

/** A check's details visible to this caller. */
export function visibleDetails({ details }: CheckReport, trusted: boolean): Record<string, unknown> {
  return trusted ? details : Object.fromEntries(Object.entries(details).filter(([key]) => PUBLIC.has(key)))
}
