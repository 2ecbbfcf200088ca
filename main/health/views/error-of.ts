import type { CheckReport } from '../../../shared/health/check-report.ts'

/** A check's own error text, which may name paths and hosts. Undefined where the check has none. */
export function errorOf({ details }: CheckReport): string | undefined {
  return 'error' in details ? details.error : undefined
}
