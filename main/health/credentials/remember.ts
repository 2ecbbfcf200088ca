/**
 * Keeps the last answer for `ttlMs`, as long as it is asked for under the same key. Failures are not kept. The clock
 * is in milliseconds; when it is set back, the answer is fetched anew.
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
