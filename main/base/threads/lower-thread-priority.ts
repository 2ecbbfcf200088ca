import { setPriority } from 'node:os'

/** Like `nice -n 10`: under CPU contention a thread gets a tenth of a normal thread's share. */
const NICE = 10

/**
 * Gives threads that carry streams precedence under CPU contention. Call it in the thread that can wait. Only Linux has
 * per-thread priorities (setpriority(2), NOTES); elsewhere it would slow down the whole program.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, NICE)
  } catch {
    // A sandbox may forbid it; then the thread keeps its normal priority.
  }
}
