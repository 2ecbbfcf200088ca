type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>

/** Returns a function that starts its work when all earlier work, however it ended, has come to its end. */
export function createTurn(): TakeTurn {
  /** Settles when the last work in the queue has ended. Never rejects. */
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}
