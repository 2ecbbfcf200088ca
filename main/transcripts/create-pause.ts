import { setImmediate } from 'node:timers/promises'

/** A question that comes while files are read waits at most about so long, in ms. */
const SLICE = 10

/** Lets go of the thread when it was held long enough. */
export function createPause(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < SLICE) return undefined
    return setImmediate().then(() => void (since = performance.now()))
  }
}
