interface Wait {
  fact: () => boolean
  /** Calls back when `fact` may have changed; returns the unsubscribe function. */
  onChange: (listener: () => void) => () => void
  timeoutMs: number
  /** The actual state, for the error message. */
  explain: () => string
}

/** Resolves once `fact` is true; rejects after `timeoutMs`. */
export async function untilFact({ fact, onChange, timeoutMs, explain }: Wait): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = (): void => {
    if (fact()) resolve()
  }
  const timer = setTimeout(() => reject(new Error(`not within ${timeoutMs} ms; ${explain()}`)), timeoutMs)
  const unsubscribe = onChange(look)
  look()
  await promise.finally(() => {
    clearTimeout(timer)
    unsubscribe()
  })
}
