export interface Mutex {
  /** Runs work when all earlier work, however it ended, has come to its end. Gives its result or its failure. */
  runExclusive: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when everything that was given until now has ended. Never rejects. */
  idle: () => Promise<void>
}

/** A queue in which one piece of work runs at a time, in the order in which it was given. */
export function createMutex(): Mutex {
  /** Settles when the last work in the queue has ended. Never rejects. */
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
