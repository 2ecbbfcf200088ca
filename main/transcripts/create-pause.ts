import { setImmediate } from 'node:timers/promises'

/** Longest time that the thread is held while files are read, so that other queries get through. In ms. */
const SLICE = 10

/** Yields to the event loop once the time slice is used up. */
export function createPause(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < SLICE) return undefined
    return setImmediate().then(() => void (since = performance.now()))
  }
}
