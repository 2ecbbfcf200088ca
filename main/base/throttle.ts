/**
 * Runs `act`, and again at most `ms` after it last had an effect: asking in between becomes one run at the end of
 * the interval, so the last change is never lost. A run without effect (it returns false) costs no interval, so a
 * real change right after it is not held up. Returns the function that asks for a run. Keeps no process alive.
 */
export function throttle(ms: number, act: () => boolean | void): () => void {
  // Set while an interval is running.
  let timer: NodeJS.Timeout | undefined
  // Whether someone asked during the running interval.
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
