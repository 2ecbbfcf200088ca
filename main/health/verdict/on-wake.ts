/** Interval of the clock comparison, in ms. */
const CHECK_EVERY_MS = 2_000

/** Minimum gap between two comparisons that counts as sleep, in ms. */
const WAKE_GAP_MS = 6_000

/**
 * Calls `wake` after the machine has slept. Compares two clocks, because on some systems the monotonic one stops during
 * sleep. Returns the unsubscriber.
 */
export function onWake(wake: () => void): () => void {
  let before = { wall: Date.now(), steady: performance.now() }
  const timer = setInterval(() => {
    const now = { wall: Date.now(), steady: performance.now() }
    const gap = Math.max(now.wall - before.wall, now.steady - before.steady)
    before = now
    if (gap >= WAKE_GAP_MS) wake()
  }, CHECK_EVERY_MS).unref()
  return () => clearInterval(timer)
}
