import type { StorageState } from '../../../shared/storage-status.ts'
import { coded, toMessage } from '../../../shared/language/say.ts'
import { storageFailure } from '../../../shared/language/storage-failure.ts'
import type { Check, CheckResult } from '../check.ts'

const KEY = 'storage'

/** The parts of the request log's state that the check uses. */
export type CheckedStorage = Pick<
  StorageState,
  'status' | 'reason' | 'since' | 'not_kept' | 'file_bytes' | 'displaced' | 'update'
> & { set_aside: readonly string[] }

/** Duration of the warning after the request log was replaced, in ms. */
const SAID_FOR = 3_600_000

/** Checks that the request log is written. Only warns, because no failure here stops a request. */
export function createStorageCheck(state: () => CheckedStorage, now: () => number): Check<typeof KEY> {
  return { key: KEY, run: () => Promise.resolve(judge(state(), now())) }
}

function judge(state: CheckedStorage, now: number): CheckResult<typeof KEY> {
  const { status, reason, since, not_kept, file_bytes, set_aside, displaced, update } = state
  const details = {
    not_kept,
    file_bytes,
    ...(set_aside.length > 0 && { set_aside: [...set_aside] }),
    ...(displaced !== null && { displaced }),
    ...(update !== undefined && { update }),
  }
  // If only the write-ahead log was replaced, nothing is lost.
  const isLost = displaced !== null && displaced.how !== 'log'
  if (status === 'ok' && isLost && Math.abs(now - Date.parse(displaced.at)) < SAID_FOR)
    return {
      key: KEY,
      status: 'warn',
      details: { storage_status: 'ok', reason: `file_${displaced.how}`, since: displaced.at, ...details },
      message: toMessage(coded('check.storage_displaced')),
    }
  if (status === 'ok') return { key: KEY, status: 'pass', details: { storage_status: 'ok', ...details } }
  return {
    key: KEY,
    status: 'warn',
    details: { storage_status: 'degraded', reason, since, ...details },
    message: toMessage(storageFailure(reason ?? '', update) ?? coded('check.storage_failed')),
  }
}
