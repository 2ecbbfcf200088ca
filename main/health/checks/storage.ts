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
}

/** Whether the request log is written. Nothing that fails here stops a request, so it never warns louder than that. */
export function createStorageCheck(state: () => StorageState): Check {
  return { key: 'storage', run: () => Promise.resolve(judge(state())) }
}

function judge({ status, reason, since, not_kept, file_bytes, set_aside }: StorageState): CheckResult {
  const details = { not_kept, file_bytes, ...(set_aside.length > 0 && { set_aside: [...set_aside] }) }
  if (status === 'ok') return { status: 'pass', details: { storage_status: 'ok', ...details } }
  return { status: 'warn', details: { storage_status: 'degraded', reason, since, ...details } }
}
