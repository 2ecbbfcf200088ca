import { networkInterfaces } from 'node:os'

/** Interval of the comparisons, in ms. */
const CHECK_EVERY_MS = 2_000

/** Reading the addresses takes up to half a millisecond, so it happens in every fifth comparison. */
const ADDRESSES_EVERY = 5

/** Minimum gap between two comparisons that counts as sleep, in ms. */
const WAKE_GAP_MS = 6_000

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
    const gap = Math.max(now.wall - before.wall, now.steady - before.steady)
    before = now
    if (gap < WAKE_GAP_MS) return false
    wake()
    return true
  }
  function hasMoved(): boolean {
    const current = addresses()
    if (current === known) return false
    known = current
    return true
  }
  let count = 0
  const timer = setInterval(() => {
    count = (count + 1) % ADDRESSES_EVERY
    if (!check() && count === 0 && hasMoved()) wake()
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
