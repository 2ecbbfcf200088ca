import type { RequestSummary } from '../../../shared/request-log.ts'
import { toOutcome } from './to-outcome.ts'

/** True for failed requests. Cancelled requests and those that reached their token limit do not count. */
export function isFailure(request: RequestSummary): boolean {
  const { termination, statusCode = 200, errorType } = request
  if (termination?.phase === 'done' && statusCode < 400 && errorType === undefined) return false
  const { tone } = toOutcome(request)
  return tone === 'error' || tone === 'warning'
}
