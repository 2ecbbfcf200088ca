/**
 * Caches the last value for `ttlMs` under its key. Failures are not cached. The clock is in milliseconds; when it is
 * set back, the value is fetched again.
 */
export function createMemory<T>(ttlMs: number, now: () => number) {
  /** Undefined before the first answer. */
  let kept: { key: string; at: number; value: T } | undefined

  return async (key: string, fetch: () => Promise<T>): Promise<T> => {
    const age = kept === undefined ? -1 : now() - kept.at
    if (kept?.key === key && age >= 0 && age < ttlMs) return kept.value
    const value = await fetch()
    kept = { key, at: now(), value }
    return value
  }
}
