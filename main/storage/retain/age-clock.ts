import type { ClockEntry } from './runs.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The wall clock may move away from the steady one by this much before it counts as set. In ms. */
const MAX_DRIFT = HOUR_MS
/** A clock that was set is believed after it has run on for so long. In ms. */
const PROOF = DAY_MS
/** Two runs may lie so far apart before the clock could as well have been set between them: a long weekend. In ms. */
const MAX_GAP = 4 * DAY_MS

/** The time for deleting by age. */
export interface AgeClock {
  /**
   * Takes what earlier runs saw, oldest first; `now` comes after the last of them. Without it the clock is believed.
   */
  begin: (history: readonly ClockEntry[]) => void
  /** Compares the clocks, to be called at least every few minutes. @returns whether the wall clock was set since */
  look: () => boolean
  /** The wall clock is believed. */
  isSteady: () => boolean
  /** In ms since 1970. Never later than the wall clock, and not later than it can be where that is not believed. */
  now: () => number
}

/**
 * A wall clock that jumps must delete nothing: a virtual machine that wakes up, an empty battery or a wrong time
 * server set it weeks ahead, and back a moment later. So it is checked against the steady clock of the machine, and
 * against what earlier runs saw. After a jump, ages are counted by the steady clock for a day.
 *
 * @param clocks.wall ms since 1970
 * @param clocks.steady ms since any moment; counts sleep, and cannot be set
 */
export function createAgeClock({ wall, steady }: { wall: () => number; steady: () => number }): AgeClock {
  /** Both clocks at one moment; what they do since then has to agree. */
  let mark = { wall: wall(), steady: steady() }
  /** Wall time since when the clock has run evenly. -Infinity: nothing speaks against it. */
  let evenSince = Number.NEGATIVE_INFINITY
  /** The time at `mark`, as far as that can be known. */
  let estimate = mark.wall

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
      evenSince = even
      mark = at
    },
    look() {
      const at = read()
      // A clock that is a little slow is set by seconds a day, which must not add up over months.
      if (!at.isSet && at.passed < PROOF) return false
      estimate = at.isSteady ? at.wall : estimate + at.passed
      if (at.isSet) evenSince = at.wall
      mark = at
      return at.isSet
    },
  }
}

/** Since when the clock has run evenly at `now`, and the last time before that which can be believed. */
function readHistory(history: readonly ClockEntry[], now: number): { even: number; believed: number } {
  let even = Number.NEGATIVE_INFINITY
  /** The latest moment of the even stretch that `even` begins. */
  let last = Number.NEGATIVE_INFINITY
  let begun: number | undefined
  let believed = Number.POSITIVE_INFINITY
  for (const { from, to, isJump } of [...history, { from: now, to: now, isJump: false }]) {
    // Entries stand in the order in which they were made: one that began before the one before says that the clock
    // went back.
    const isOdd = begun !== undefined && (from - last > MAX_GAP || from < begun - MAX_DRIFT)
    if (isJump) believed = to
    else if (isOdd && last - even >= PROOF) believed = last
    if (isJump || isOdd) even = last = from
    else last = Math.max(last, to)
    begun = from
  }
  return { even, believed }
}
