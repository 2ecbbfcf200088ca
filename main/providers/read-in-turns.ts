import { setImmediate as nextTurn } from 'node:timers/promises'

/** Maximum size of a piece per turn of the event loop: about twenty events of one word each. In bytes. */
const MAX_PIECE_BYTES = 8 * 1024

export interface TurnReader {
  /** The next piece; `undefined` at the end. Rejects if the body breaks. */
  read: () => Promise<Uint8Array | undefined>
  cancel: () => Promise<void>
}

/**
 * Reads a body in small pieces, each in its own turn of the event loop. The libraries process a chunk in microtasks,
 * and Node reads up to 2 MB from a socket in one turn: thousands of events, which would block all other streams.
 */
export function readInTurns(body: ReadableStream<Uint8Array>): TurnReader {
  const reader = body.getReader()
  let rest: Uint8Array = new Uint8Array(0)
  return {
    async read() {
      while (rest.length === 0) {
        const { done, value } = await reader.read()
        if (done) return undefined
        rest = value
      }
      await nextTurn()
      const piece = rest.subarray(0, MAX_PIECE_BYTES)
      rest = rest.subarray(piece.length)
      return piece
    },
    /** Ignores the rejection of a body that has already failed. */
    cancel: () => reader.cancel().catch(() => undefined),
  }
}
