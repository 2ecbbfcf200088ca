/** Start and end of a local day, in ms since the epoch; `daysAgo` 0 is today. Handles days of 23 and 25 hours. */
export function localDay(now: number, daysAgo = 0): { start: number; end: number } {
  const day = new Date(now)
  const start = new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo)
  const next = new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo + 1)
  return { start: start.getTime(), end: next.getTime() - 1 }
}
