import type { IncomingMessage } from 'node:http'
import { causeCode } from './cause-code.ts'
import { describeForward } from './describe-forward.ts'
import { headerValue } from '../headers.ts'
import type { Sender } from './send.ts'
import { watchForward } from './watch-forward.ts'

export interface ReportedForward {
  req: IncomingMessage
  entry: { readonly id: string }
  provider: string
  /** The model requested upstream. */
  model: string | undefined
  /** The client's request, decoded if possible. */
  json: Buffer
  demoted: boolean
  /** Cause of the failure, safe to log, if the failure itself does not contain it. */
  cause?: () => string | undefined
}

/** Describes a forward that got no response, for the log. */
export function reportForward(
  sender: Sender,
  forward: ReportedForward,
  recorder: { lostForward: (line: string) => void },
): Sender {
  return watchForward(sender, {
    now: () => performance.now(),
    onFailed(failure) {
      const { req, entry, cause, ...facts } = forward
      const line = describeForward({
        ...facts,
        ...failure,
        url: req.url ?? '/',
        requestId: entry.id,
        cause: causeCode(failure.cause) ?? cause?.(),
        anthropicBeta: headerValue(req.rawHeaders, 'anthropic-beta'),
        sessionId: headerValue(req.rawHeaders, 'x-claude-code-session-id'),
      })
      recorder.lostForward(line)
    },
  })
}
