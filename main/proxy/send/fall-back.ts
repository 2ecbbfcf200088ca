import type { ErrorCode } from '../../../shared/errors.ts'
import type { Sender } from './send.ts'
import { type Failure, sendInTurn } from './send-in-turn.ts'

/** Asks each upstream in turn, at once, while `isWorthIt` says so of what the one before gave. */
export function fallBack(
  senders: readonly [Sender, ...Sender[]],
  shouldRetry: (failure: Failure) => boolean,
): Sender {
  return sendInTurn(senders[0], (failure, tries) => {
    const sender = senders[tries]
    return sender !== undefined && shouldRetry(failure) ? { sender, waitMs: 0 } : undefined
  })
}

/** The request's own fault: the next upstream would say the same. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set(['invalid_json', 'internal'])

/** No credit, no such model, too slow, too long, too many. */
const OTHERS_MAY_KNOW: ReadonlySet<number> = new Set([402, 404, 408, 413, 429])

/**
 * Whether another upstream is worth asking. Not for 401 and 403: Claude Code has to see those to sign in anew, and a
 * user to mend a key.
 */
export function shouldFallBack(failure: Failure): boolean {
  if (failure.kind === 'failed') return !OWN_FAULTS.has(failure.error.code)
  return failure.status >= 500 || OTHERS_MAY_KNOW.has(failure.status)
}
