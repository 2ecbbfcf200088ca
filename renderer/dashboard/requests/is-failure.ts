import type { RequestSummary } from '../../../shared/request-log.ts'
import { toOutcome } from './to-outcome.ts'

/** Whether a request failed. One that was cancelled did not, nor did one that stopped at its limit of tokens. */
export function isFailure(request: RequestSummary): boolean {
  const { termination, statusCode = 200, errorType } = request
  if (termination?.phase === 'done' && statusCode < 400 && errorType === undefined) return false
  const { tone } = toOutcome(request)
  return tone === 'error' || tone === 'warning'
}
