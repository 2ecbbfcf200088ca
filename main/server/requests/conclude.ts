import type { ServerResponse } from 'node:http'
import { AppError, ERRORS } from '../../../shared/errors.ts'
import { ClientGoneError } from '../../proxy/read-body.ts'
import type { Outcome } from '../../proxy/relay.ts'
import { replyError } from '../errors.ts'
import { CLIENT_GONE, type Conclusion } from './judge-end.ts'

/** Returns who closed the connection. */
type Closer = () => 'client' | 'shutdown'

/**
 * Runs the handler of a `/v1` request and sends the error response when it fails. Never rejects.
 *
 * @param handler resolves with the outcome of a relayed exchange, or undefined when it answered itself; rejects only
 * before anything was written
 * @param options.closer called when the connection closed before the response was complete
 */
export async function conclude(
  handler: () => Promise<Outcome | undefined>,
  { res, id, closer }: { res: ServerResponse; id: string; closer: Closer },
): Promise<Conclusion> {
  try {
    const outcome = await handler()
    if (outcome === undefined) {
      return { status: res.statusCode, endedBy: 'proxy', isWhole: true, fromUpstream: false }
    }
    const { status = CLIENT_GONE, error } = outcome
    const hasLeft = outcome.who === 'client'
    return {
      status: hasLeft && error === undefined ? CLIENT_GONE : status,
      endedBy: hasLeft ? closer() : outcome.who,
      isWhole: outcome.phase === 'done' && !hasLeft,
      fromUpstream: outcome.status !== undefined,
      ...(error !== undefined && { error }),
    }
  } catch (error) {
    if (error instanceof ClientGoneError) {
      return { status: CLIENT_GONE, endedBy: closer(), isWhole: false, fromUpstream: false }
    }
    const known = error instanceof AppError ? error : new AppError('internal', { cause: error })
    replyError(res, known, id)
    const { status } = ERRORS[known.code]
    return { status, endedBy: 'proxy', isWhole: false, error: known, fromUpstream: false }
  }
}
