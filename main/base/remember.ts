/**
 * Caches the last value for `ttlMs` under its key, but no failures. The clock is in milliseconds; after it was set
 * back, the value is fetched again.
 */
export function createMemory<T>(ttlMs: number, now: () => number) {
  /** Undefined before the first result. */
  let kept: { key: string; at: number; value: T } | undefined

  return async (key: string, fetch: () => Promise<T>): Promise<T> => {
    const age = kept === undefined ? -1 : now() - kept.at
    if (kept?.key === key && age >= 0 && age < ttlMs) return kept.value
    const value = await fetch()
    kept = { key, at: now(), value }
    return value
  }
}
