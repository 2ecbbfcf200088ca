/**
 * Calls `action` at most once per `ms`: at once for the first call, then once more at the end of the interval if
 * there were further ones.
 */
export function coalesce(action: () => void, ms: number): () => void {
  let timer: NodeJS.Timeout | undefined
  let again = false

  function run(): void {
    again = false
    action()
    timer = setTimeout(() => {
      timer = undefined
      if (again) run()
    }, ms).unref()
  }
  return () => {
    if (timer === undefined) run()
    else again = true
  }
}
