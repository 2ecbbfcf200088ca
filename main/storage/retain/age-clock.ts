import { MAX_GAP } from './find-misdated-runs.ts'
import type { ClockEntry } from './runs.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Maximum deviation of the wall clock from the steady clock before it counts as set, in ms. */
const MAX_DRIFT = HOUR_MS
/** Time after which a clock that was set is trusted again, in ms. */
const PROOF = DAY_MS
/** Maximum time until a jump is noticed, in ms. */
const MAX_LOOK = 60_000
/** Time that has certainly passed, in ms since 1970: a clock without a battery starts in 1970 or at its first year. */
const PLAUSIBLE_SINCE = Date.UTC(2026, 0)

/** A change of the wall clock that time does not explain. Times in ms since 1970. */
export interface ClockJump {
  /** The clock was set to this time. */
  to: number
  /** Estimate of the real time at that moment. */
  was: number
  /** In ms; negative when the clock was set back. */
  by: number
  /** Period that the clock showed before, if that is now known to have been wrong by `by`. */
  wrong: { from: number; to: number } | undefined
}

/** Clock for deleting by age. */
export interface AgeClock {
  /**
   * Takes the history of earlier runs, oldest first; `now` comes after the last of them. Without it the clock is
   * trusted.
   */
  begin: (history: readonly ClockEntry[]) => void
  /** Compares the clocks; call at least every few minutes. @returns how the wall clock was set since the last call */
  look: () => ClockJump | undefined
  /** True when the wall clock is trusted. */
  isSteady: () => boolean
  /**
   * In ms since 1970. Never later than the wall clock; while that is not trusted, never later than the estimate either.
   */
  now: () => number
}

/**
 * A wall clock that jumps must not delete anything: a resumed virtual machine, an empty battery or a wrong time server
 * may set it weeks ahead, and back a moment later. So it is compared with the machine's steady clock and with the
 * history of earlier runs. After a jump, ages are counted by the steady clock for a day.
 *
 * @param clocks.wall ms since 1970
 * @param clocks.steady ms since any moment; counts sleep, and cannot be set
 * @param clocks.since time that has certainly passed, in ms since 1970
 */
export function createAgeClock({
  wall,
  steady,
  since = PLAUSIBLE_SINCE,
}: {
  wall: () => number
  steady: () => number
  since?: number
}): AgeClock {
  /** Both clocks at one moment; their progress since then must agree. */
  let mark = { wall: wall(), steady: steady() }
  /** Wall time since which the clock has run evenly. -Infinity: there is no evidence against it. */
  let evenSince = Number.NEGATIVE_INFINITY
  /** Best estimate of the time at `mark`. */
  let estimate = mark.wall
  /** Time that had certainly passed at `mark`. */
  let passedBy = Math.max(since, PLAUSIBLE_SINCE)

  function read(): { wall: number; steady: number; passed: number; isSet: boolean; isSteady: boolean } {
    const next = { wall: wall(), steady: steady() }
    const passed = next.steady - mark.steady
    const isSet = Math.abs(next.wall - mark.wall - passed) > MAX_DRIFT
    return { ...next, passed, isSet, isSteady: !isSet && next.wall - evenSince >= PROOF }
  }
  function best(at: ReturnType<typeof read>): number {
    return at.isSteady ? at.wall : Math.min(at.wall, estimate + at.passed)
  }
  return {
    isSteady: () => read().isSteady,
    now: () => best(read()),
    begin(history) {
      const at = read()
      const { even, believed } = readHistory(history, at.wall)
      if (even <= evenSince) return
      estimate = Math.min(best(at), believed)
      if (Number.isFinite(believed)) passedBy = Math.max(passedBy, believed)
      evenSince = even
      mark = at
    },
    look() {
      const at = read()
      // A slow clock is corrected by seconds a day, which must not add up over months.
      if (!at.isSet && at.passed < PROOF) return undefined
      const before = mark.wall + at.passed
      estimate = at.isSteady ? at.wall : estimate + at.passed
      passedBy = at.isSteady ? at.wall : passedBy + at.passed
      mark = at
      if (!at.isSet) return undefined
      const wasWrong =
        (Math.abs(before - estimate) > MAX_DRIFT && Math.abs(at.wall - estimate) <= MAX_DRIFT) ||
        (before < passedBy - MAX_DRIFT && at.wall >= passedBy - MAX_DRIFT)
      const wrong = wasWrong ? { from: evenSince - MAX_LOOK, to: before } : undefined
      evenSince = at.wall
      return { to: at.wall, was: estimate, by: at.wall - before, wrong }
    },
  }
}

/** Start of the even period that includes `now`, and the last trusted time before it. */
function readHistory(history: readonly ClockEntry[], now: number): { even: number; believed: number } {
  let even = Number.NEGATIVE_INFINITY
  /** Latest time in the even period that begins at `even`. */
  let last = Number.NEGATIVE_INFINITY
  let begun: number | undefined
  let believed = Number.POSITIVE_INFINITY
  for (const { from, to, isJump } of [...history, { from: now, to: now, isJump: false }]) {
    // Entries are in the order of their creation: one that begins before its predecessor shows that the clock was set
    // back.
    const isOdd = begun !== undefined && (from - last > MAX_GAP || from < begun - MAX_DRIFT)
    if (isJump) believed = to
    else if (isOdd && last - even >= PROOF) believed = last
    if (isJump || isOdd) even = last = from
    else last = Math.max(last, to)
    begun = from
  }
  return { even, believed }
}
