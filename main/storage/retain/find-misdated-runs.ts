const HOUR_MS = 3_600_000

/** Maximum deviation of a clock that counts as right, in ms. */
const MAX_DRIFT = HOUR_MS
/** Maximum gap between two runs before the clock may have been set in between, in ms: a long weekend. */
export const MAX_GAP = 4 * 24 * HOUR_MS

/** A run that has ended, with the period that its clock showed. In ms since 1970. */
export interface EndedRun {
  id: number
  from: number
  to: number
}

/**
 * Finds the last runs if their clock was behind: time cannot go back behind an earlier run, and the clock now agrees
 * with that one. Their real time is unknown; the latest possible one is taken, so that nothing is deleted too early.
 *
 * A clock that was ahead is not distinguishable from one that is behind now.
 *
 * @param runs in the order in which they began
 * @returns `by`: correction of the dates of a run, in ms
 */
export function findMisdatedRuns(runs: readonly EndedRun[], now: number): (EndedRun & { by: number })[] {
  const last = runs.at(-1)
  if (last === undefined || now - last.to <= MAX_GAP) return []
  let at = runs.length - 1
  while (at > 0 && follows(runs[at], runs[at - 1])) at--
  const before = runs[at - 1]
  const isBehind = before !== undefined && runs.slice(at).every(({ to }) => to < before.to - MAX_DRIFT)
  if (!isBehind || now < before.to - MAX_DRIFT) return []
  // The earlier run may have been the one with the wrong clock.
  if (at > 1 && !follows(before, runs[at - 2])) return []
  return runs.slice(at).map((run) => ({ ...run, by: now - last.to }))
}

/** True if no change of the clock is needed to explain the time between two runs. */
function follows(run: EndedRun | undefined, earlier: EndedRun | undefined): boolean {
  if (run === undefined || earlier === undefined) return true
  return run.from >= earlier.from - MAX_DRIFT && run.from - earlier.to <= MAX_GAP
}
