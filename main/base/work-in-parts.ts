/**
 * Work on foreign bytes that pauses after each part of at most `PART_BYTES`, which take a millisecond or less. What a
 * `for` loop does in one go, others may not have to wait for: 30 MB of a request took 150 ms.
 */
export type WorkInParts<T> = Generator<undefined, T, undefined>

/** Length of a part, in bytes. A shorter text is read in one go. */
export const PART_BYTES = 256 * 1024

/** The next pause of work that reads a text from beginning to end. */
export interface Progress {
  /** Offset from which on it pauses. */
  until: number
  /** Length of each part, in bytes. */
  readonly part: number
}

/** @param from offset at which the reading begins */
export function createProgress(from = 0, part = PART_BYTES): Progress {
  return { until: from + part, part }
}

/** Runs all parts in this turn of the event loop. */
export function runAtOnce<T>(work: WorkInParts<T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
  }
}

/**
 * Runs the parts in as many turns of the event loop as needed.
 *
 * @param pause undefined if the next part may begin at once; otherwise a promise of its turn
 */
export async function runInTurns<T>(
  work: WorkInParts<T>,
  pause: () => Promise<void> | undefined,
): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    const turn = pause()
    if (turn !== undefined) await turn
  }
}
