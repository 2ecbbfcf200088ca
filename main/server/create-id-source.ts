import { randomFillSync } from 'node:crypto'

/** Ids for which one call into the system's random source is enough. */
const IDS_PER_FILL = 512
const BYTES = 8

/**
 * Makes request ids: 16 lower-case hex digits of good randomness. One fill serves many requests, because a call for
 * eight bytes costs more than everything else that the id is used for.
 */
export function createIdSource(): () => string {
  const pool = Buffer.allocUnsafe(IDS_PER_FILL * BYTES)
  /** Where the next unused bytes begin; at the end the pool is filled anew. */
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
