/*
 * A turn of the event loop accepts one connection (libuv since 1.45) but reads up to 2 MB from each socket. So among
 * hundreds of uploads or large responses a new connection, such as a probe's, waited behind all of them once for each
 * connection accepted before it: 300 ms with 500 uploads of 1 MB, on an idle machine. Therefore they share a number of
 * bytes in each turn, and less of them while connections are being accepted.
 */

/** Bytes read in one turn, a few milliseconds of work. One more chunk of each body may be read. */
const TURN_BYTES = 4 * 1024 * 1024
/** Held bodies that continue in one turn. Two alone may use all of its bytes. */
const TURN_BODIES = 4

/** Bytes in a turn that follows an accepted connection, because others may wait: one chunk of Node's HTTP parser. */
const CROWDED_BYTES = 64 * 1024
/** Time after which bodies get a full turn although there are still new connections, in ms. */
const MAX_CROWDED_MS = 50

/** Shares the turns of the event loop between bodies of requests and responses, and new connections. */
export interface ReadTurns {
  /** Counts bytes read. Undefined if the body may continue at once; otherwise a promise of its next turn. */
  take: (bytes: number) => Promise<void> | undefined
  /** Called for each accepted connection. */
  accepted: () => void
}

/** @param now a monotonic clock in ms */
export function createReadTurns(now: () => number): ReadTurns {
  /** Held bodies, in order. */
  const held: (() => void)[] = []
  /** Bytes read in this turn, and their limit. */
  let read = 0
  let limit = TURN_BYTES
  let hasAccepted = false
  /** Start of the crowded turns; undefined in a full turn. */
  let crowdedSince: number | undefined
  /** True while the beginning of a turn is scheduled. */
  let isDue = false

  function schedule(): void {
    if (!isDue) setImmediate(begin)
    isDue = true
  }
  function begin(): void {
    const startedAt = hasAccepted ? now() : 0
    const isCrowded = hasAccepted && startedAt - (crowdedSince ??= startedAt) < MAX_CROWDED_MS
    if (!isCrowded) crowdedSince = undefined
    read = 0
    limit = isCrowded ? CROWDED_BYTES : TURN_BYTES
    hasAccepted = false
    isDue = false
    for (const resume of held.splice(0, isCrowded ? 1 : TURN_BODIES)) resume()
    // An empty turn ends a crowd.
    if (held.length > 0 || isCrowded) schedule()
  }

  return {
    take(bytes) {
      schedule()
      read += bytes
      return read < limit ? undefined : new Promise((resolve) => held.push(resolve))
    },
    accepted() {
      hasAccepted = true
      schedule()
    },
  }
}
