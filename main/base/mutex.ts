export interface Mutex {
  /** Runs work after all earlier work has settled. Returns its result or its failure. */
  runExclusive: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when all work queued so far has settled. Never rejects. */
  idle: () => Promise<void>
}

/** A FIFO queue that runs one piece of work at a time. */
export function createMutex(): Mutex {
  /** Settles when the last work in the queue has settled. Never rejects. */
  let last: Promise<unknown> = Promise.resolve()
  return {
    runExclusive(work) {
      const mine = last.then(work)
      last = mine.catch(() => undefined)
      return mine
    },
    async idle() {
      await last
    },
  }
}
