import type { CheckReport } from '../../../shared/health/check-report.ts'

/**
 * What a stranger may know of a check: which state it is in. A list of what is allowed, because a new detail is
 * more likely to name a path, an account or a host than not (SPEC §2.6).
 */
const PUBLIC = new Set(['installation_status', 'cli_status', 'auth_status', 'sdk_status', 'version'])

/** A check's details as this caller may see them. */
export function visibleDetails({ details }: CheckReport, trusted: boolean): Record<string, unknown> {
  return trusted ? details : Object.fromEntries(Object.entries(details).filter(([key]) => PUBLIC.has(key)))
}
