import { randomFillSync } from 'node:crypto'

/** Ids per call into the system's random source. */
const IDS_PER_FILL = 512
const BYTES = 8

/**
 * Makes request ids: 16 lower-case hex digits from a cryptographic source. The pool amortizes the system call, which
 * costs more per id than everything the id is used for.
 */
export function createIdSource(): () => string {
  const pool = Buffer.allocUnsafe(IDS_PER_FILL * BYTES)
  /** Offset of the next unused bytes. At the end the pool is refilled. */
  let next = pool.length

  return () => {
    if (next === pool.length) {
      randomFillSync(pool)
      next = 0
    }
    next += BYTES
    return pool.toString('hex', next - BYTES, next)
  }
}
