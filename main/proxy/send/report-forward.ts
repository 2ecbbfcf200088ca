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
  { req, entry, cause, ...forward }: ReportedForward,
  { lostForward }: { lostForward: (line: string) => void },
): Sender {
  const { rawHeaders, url = '/' } = req
  return watchForward(sender, {
    now: () => performance.now(),
    onFailed(failure) {
      const facts = {
        ...forward,
        ...failure,
        url,
        requestId: entry.id,
        cause: causeCode(failure.cause) ?? cause?.(),
        anthropicBeta: headerValue(rawHeaders, 'anthropic-beta'),
        sessionId: headerValue(rawHeaders, 'x-claude-code-session-id'),
      }
      lostForward(describeForward(facts))
    },
  })
}
