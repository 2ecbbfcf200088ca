type Work<T> = (signal: AbortSignal) => Promise<T>

interface Flight<T> {
  promise: Promise<T>
  abort: AbortController
  /** Callers still waiting. At zero the work is aborted. */
  waiters: number
}

/**
 * Wraps work that must not run concurrently: callers that arrive during a run share its result. A caller's signal only
 * ends that caller's wait; the work is aborted once no caller waits.
 */
export function createSingleFlight<T>(work: Work<T>): Work<T> {
  /** The current run. Undefined without one; callers never join an aborted run. */
  let current: Flight<T> | undefined

  function start(): Flight<T> {
    const abort = new AbortController()
    const promise = work(abort.signal).finally(() => {
      if (current === flight) current = undefined
    })
    // Without callers the rejection would be unhandled.
    promise.catch(() => undefined)
    const flight: Flight<T> = { promise, abort, waiters: 0 }
    return flight
  }

  return async (signal) => {
    signal.throwIfAborted()
    if (current === undefined || current.abort.signal.aborted) current = start()
    const flight = current
    flight.waiters += 1
    try {
      return await unlessAborted(flight.promise, signal)
    } finally {
      flight.waiters -= 1
      if (flight.waiters === 0) {
        flight.abort.abort()
        // The last caller may end the program, so it waits for the cleanup.
        await flight.promise.catch(() => undefined)
      }
    }
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
