import type { RequestSummary } from '../../../shared/request-log.ts'
import { toOutcome } from './to-outcome.ts'

/** Whether a request did not get what it came for, and did not leave by itself. */
export function isTrouble(request: RequestSummary): boolean {
  const { tone } = toOutcome(request)
  return tone === 'error' || tone === 'warning'
}
