import type { CodedMessage } from '../../shared/coded-message.ts'
import type { CheckKey, DetailsOf } from '../../shared/health/check-report.ts'
import type { CheckStatus } from '../../shared/health/check-status.ts'

/** The result of one run of a check. The monitor adds the time. */
export type CheckResult<Key extends CheckKey = CheckKey> = {
  [One in Key]: { key: One; status: CheckStatus; details: DetailsOf<One>; message?: CodedMessage }
}[Key]

/** One row of the health model. The monitor runs it; it caches for itself what is expensive to find out. */
export interface Check<Key extends CheckKey = CheckKey> {
  key: Key
  /** Rejects only with the signal's reason; what a user can fix comes back as a result. */
  run(signal: AbortSignal): Promise<CheckResult<Key>>
}
