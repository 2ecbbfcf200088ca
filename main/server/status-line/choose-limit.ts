import type { LimitWindow } from './read-status-input.ts'

/** A limit and the time that matters for it. */
export interface ShownLimit {
  name: string
  used: number
  /** In ms since 1970: when it is used up at the average rate, if that is before it resets; otherwise the reset. */
  at: number | undefined
  runsOut: boolean
}

const HOUR_MS = 3_600_000
/** Too little has passed before for a meaningful rate. */
const LEAST_ELAPSED = 0.05
const LEAST_USED = 0.02

/**
 * The limit that ends the session first: the one used up first at its average rate, or else the fullest one.
 *
 * @param now in ms since 1970
 * @returns undefined if no window is still running
 */
export function chooseLimit(windows: readonly LimitWindow[], now: number): ShownLimit | undefined {
  const running = windows.filter(({ resetsAt }) => resetsAt === undefined || resetsAt > now)
  const limits = running.map((window) => toShown(window, now))
  return limits.toSorted(
    (a, b) => rank(a) - rank(b) || (a.runsOut ? (a.at ?? 0) - (b.at ?? 0) : b.used - a.used),
  )[0]
}

/** Used up, then those that will be, then the others. */
function rank({ used, runsOut }: ShownLimit): number {
  if (used >= 1) return 0
  return runsOut ? 1 : 2
}

function toShown({ name, used, resetsAt }: LimitWindow, now: number): ShownLimit {
  const length = lengthOf(name)
  const shown = { name, used, at: resetsAt, runsOut: false }
  if (resetsAt === undefined || length === undefined || used >= 1 || used < LEAST_USED) return shown
  const began = resetsAt - length
  const elapsed = now - began
  if (elapsed < length * LEAST_ELAPSED) return shown
  const runsOutAt = began + elapsed / used
  return runsOutAt < resetsAt ? { ...shown, at: runsOutAt, runsOut: true } : shown
}

/** `5h` → 5 hours, `7d_opus` → 7 days, in ms. */
function lengthOf(name: string): number | undefined {
  const [, count, unit] = /^(\d{1,3})([hd])(?:_|$)/.exec(name) ?? []
  if (count === undefined) return undefined
  return Number(count) * (unit === 'd' ? 24 : 1) * HOUR_MS
}
