import type { Sender } from './send.ts'
import { type Failure, sendInTurn } from './send-in-turn.ts'

/** Asks each upstream in turn, at once, while `isWorthIt` says so of what the one before gave. */
export function fallBack(
  senders: readonly [Sender, ...Sender[]],
  isWorthIt: (failure: Failure) => boolean,
): Sender {
  return sendInTurn(senders[0], (failure, tries) => {
    const sender = senders[tries]
    return sender !== undefined && isWorthIt(failure) ? { sender, waitMs: 0 } : undefined
  })
}
