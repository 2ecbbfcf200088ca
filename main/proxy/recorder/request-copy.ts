import type { CopyBudget } from './response-copy.ts'

/** The body of one request, kept in the memory in which it arrived. */
export interface RequestCopy {
  /** See `ExchangeRecorder.keep`. */
  keep: (body: Uint8Array, release: () => void) => boolean
  /** The body while it is kept. */
  body: () => Uint8Array | undefined
  /** Its size, known even if there was no room for it. In bytes. */
  size: () => number
  release: () => void
}

/** @param isWanted false if the body is not needed */
export function createRequestCopy(budget: CopyBudget, isWanted: boolean): RequestCopy {
  let kept: { body: Uint8Array; release: () => void } | undefined
  let size = 0

  return {
    keep(body, release) {
      if (!isWanted || body.length === 0) return false
      size = body.length
      if (!budget.take(body.length)) return false
      kept = { body, release }
      return true
    },
    body: () => kept?.body,
    size: () => size,
    release() {
      if (kept === undefined) return
      budget.give(kept.body.length)
      kept.release()
      kept = undefined
    },
  }
}
