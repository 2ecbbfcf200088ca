import { setPriority } from 'node:os'

/** As `nice -n 10`: where cores are short, a tenth of what another thread gets. */
const NICE = 10

/**
 * Lets the threads that carry streams go first, where cores are short. To be called in the thread that can wait. Only
 * Linux knows priorities of single threads (setpriority(2), NOTES); elsewhere it would slow the whole program down.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, NICE)
  } catch {
    // A sandbox may forbid it; then it waits for nobody.
  }
}
