/**
 * Runs `act`, and again at most `ms` after its last effective run: calls during the interval are merged into one run at
 * its end, so the last change is never lost. A run without effect (it returns false) starts no interval, so a real
 * change right after it is not delayed. Returns the function that requests a run. Does not keep the process alive.
 */
export function throttle(ms: number, act: () => boolean | void): () => void {
  // Set while an interval is running.
  let timer: NodeJS.Timeout | undefined
  // True if a run was requested during the current interval.
  let asked = false

  function run(): void {
    asked = false
    if (act() === false) return
    timer = setTimeout(() => {
      timer = undefined
      if (asked) run()
    }, ms)
    timer.unref()
  }
  return () => {
    if (timer === undefined) run()
    else asked = true
  }
}
