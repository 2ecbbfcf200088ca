import type { CodedMessage } from '../../shared/coded-message.ts'
import type { CheckKey, DetailsOf } from '../../shared/health/check-report.ts'
import type { CheckStatus } from '../../shared/health/check-status.ts'

/** The result of one run of a check. The monitor adds the time. */
export type CheckResult<Key extends CheckKey = CheckKey> = {
  [One in Key]: { key: One; status: CheckStatus; details: DetailsOf<One>; message?: CodedMessage }
}[Key]

/** One row of the health model, run by the monitor. A check caches its own expensive results. */
export interface Check<Key extends CheckKey = CheckKey> {
  key: Key
  /** Rejects only with the signal's reason; problems that a user can fix are results. */
  run(signal: AbortSignal): Promise<CheckResult<Key>>
}
