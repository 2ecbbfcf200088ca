import { networkInterfaces } from 'node:os'

/** Interval of the comparisons, in ms: each wakes the processor. Before a request they are compared anyway. */
const CHECK_EVERY_MS = 10_000

/** Minimum gap between two comparisons that counts as sleep, in ms. */
const WAKE_GAP_MS = 14_000
/** Minimum difference of the two clocks that counts as sleep, in ms: the monotonic one may have stopped meanwhile. */
const WAKE_SHIFT_MS = 4_000

export interface WakeWatch {
  /** Compares the clocks at once: after a pause, a request may come before the next comparison. Takes about 0.1 µs. */
  check: () => void
  stop: () => void
}

/**
 * Calls `wake` after the machine or this process has slept, and when an address of this machine has changed. Compares
 * two clocks, because on some systems the monotonic one stops during sleep.
 *
 * @param addresses all addresses of this machine, as one text
 */
export function onWake(wake: () => void, addresses = readAddresses): WakeWatch {
  let before = { wall: Date.now(), steady: performance.now() }
  let known = addresses()

  function check(): boolean {
    const now = { wall: Date.now(), steady: performance.now() }
    const [wall, steady] = [now.wall - before.wall, now.steady - before.steady]
    before = now
    if (Math.max(wall, steady) < WAKE_GAP_MS && wall - steady < WAKE_SHIFT_MS) return false
    wake()
    return true
  }
  function hasMoved(): boolean {
    const current = addresses()
    if (current === known) return false
    known = current
    return true
  }
  const timer = setInterval(() => {
    if (!check() && hasMoved()) wake()
  }, CHECK_EVERY_MS).unref()
  return { check, stop: () => clearInterval(timer) }
}

function readAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses)
  return all
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .toSorted()
    .join(' ')
}
