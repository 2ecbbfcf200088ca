import { setImmediate as nextTurn } from 'node:timers/promises'

/** What the libraries get in one turn of the event loop: some twenty events of one word each. In bytes. */
const MAX_PIECE_BYTES = 8 * 1024

export interface TurnReader {
  /** The next piece; `undefined` at the end. Rejects where the body breaks. */
  read: () => Promise<Uint8Array | undefined>
  cancel: () => Promise<void>
}

/**
 * Reads a body in small pieces, each in a turn of its own. The libraries work through what they get in microtasks, and
 * Node reads up to 2 MB from a socket in one turn: thousands of events, during which no other stream would move.
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
    /** One that has broken already is cancelled enough. */
    cancel: () => reader.cancel().catch(() => undefined),
  }
}
