import type { Check, CheckResult } from '../check.ts'

/** What the request log says of itself. */
export interface StorageState {
  status: 'ok' | 'degraded'
  /** Why and since when (ISO 8601) it is degraded; null while it is not. */
  reason: string | null
  since: string | null
  /** Requests that are not in the log, since the start. */
  not_kept: number
  /** The database with its log, in bytes. */
  file_bytes: number
  /** Broken files that were put aside since the start. */
  set_aside: readonly string[]
  /** The last time that the file was deleted, moved or replaced while it was open. */
  displaced: { how: string; at: string } | null
}

/** For so long a history that disappeared is worth a warning, in ms. */
const SAID_FOR = 3_600_000

/** Whether the request log is written. Nothing that fails here stops a request, so it never warns louder than that. */
export function createStorageCheck(state: () => StorageState, now: () => number): Check {
  return { key: 'storage', run: () => Promise.resolve(judge(state(), now())) }
}

function judge(state: StorageState, now: number): CheckResult {
  const { status, reason, since, not_kept, file_bytes, set_aside, displaced } = state
  const details = {
    not_kept,
    file_bytes,
    ...(set_aside.length > 0 && { set_aside: [...set_aside] }),
    ...(displaced !== null && { displaced }),
  }
  // Its log alone was moved into the file again.
  const isLost = displaced !== null && displaced.how !== 'log'
  if (status === 'ok' && isLost && Math.abs(now - Date.parse(displaced.at)) < SAID_FOR)
    return {
      status: 'warn',
      details: { storage_status: 'ok', reason: `file_${displaced.how}`, since: displaced.at, ...details },
    }
  if (status === 'ok') return { status: 'pass', details: { storage_status: 'ok', ...details } }
  return { status: 'warn', details: { storage_status: 'degraded', reason, since, ...details } }
}
