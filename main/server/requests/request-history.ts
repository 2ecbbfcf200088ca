export interface RequestHistory {
  /** Arrival of the last `/v1` request, in ms since 1970; `undefined` before the first one of this run. */
  lastAt: () => number | undefined
  /** True once a request has arrived, in this run or an earlier one. */
  hasCarried: () => boolean
  arrived: () => void
  /** Checks once whether the log has requests of an earlier run. */
  lookBack: () => Promise<void>
}

/**
 * @param deps.now wall clock, in ms since 1970
 * @param deps.hasEarlier resolves true when the log has rows of an earlier run; `undefined` without a log
 */
export function createRequestHistory(deps: {
  now: () => number
  hasEarlier: (() => Promise<boolean>) | undefined
}): RequestHistory {
  let lastAt: number | undefined
  let hasCarried = false
  return {
    lastAt: () => lastAt,
    hasCarried: () => hasCarried,
    arrived() {
      lastAt = deps.now()
      hasCarried = true
    },
    async lookBack() {
      const hasEarlier = await deps.hasEarlier?.()
      hasCarried ||= hasEarlier === true
    },
  }
}
