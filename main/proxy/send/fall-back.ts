import type { ErrorCode } from '../../../shared/errors.ts'
import { type HoldOptions, holdUntilContent } from './hold-until-content.ts'
import type { Sender } from './send.ts'
import { type Failure, sendInTurn } from './send-in-turn.ts'

/**
 * Tries each upstream in turn, without delay, while `shouldMoveOn` accepts the previous failure. The response of every
 * upstream but the last is kept back until its first content.
 */
export function fallBack(senders: readonly [Sender, ...Sender[]], options: HoldOptions): Sender {
  const [first, ...others] = senders.map((sender, index) =>
    index === senders.length - 1 ? sender : holdUntilContent(sender, options),
  )
  return sendInTurn(first ?? senders[0], (failure, tries) => {
    const sender = others[tries - 1]
    return sender !== undefined && options.shouldMoveOn(failure) ? { sender, waitMs: 0 } : undefined
  })
}

/** Errors of the request itself: the next upstream would report the same. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set(['invalid_json', 'internal'])

/** No credit, unknown model, timeout, body too large, too many requests. */
const OTHERS_MAY_KNOW: ReadonlySet<number> = new Set([402, 404, 408, 413, 429])

/**
 * True if another upstream may succeed. Not for 401 and 403: Claude Code must see those to sign in again, and the user
 * to fix a key.
 */
export function shouldFallBack(failure: Failure): boolean {
  if (failure.kind === 'failed') return !OWN_FAULTS.has(failure.error.code)
  return failure.status >= 500 || OTHERS_MAY_KNOW.has(failure.status)
}
