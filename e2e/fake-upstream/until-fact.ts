interface Wait {
  fact: () => boolean
  /** Calls back when `fact` may have changed; returns the function that ends it. */
  onChange: (listener: () => void) => () => void
  timeoutMs: number
  /** What was there instead, for the message of the failure. */
  explain: () => string
}

/** Resolves as soon as `fact` holds; rejects after `timeoutMs`. */
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
