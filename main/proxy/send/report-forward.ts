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
  /** What is asked for there. */
  model: string | undefined
  /** The client's request, decoded where that is known. */
  json: Buffer
  demoted: boolean
  /** In words that are fit for the log, where the failure itself does not tell. */
  cause?: () => string | undefined
}

/** Describes a forward that brought no response, for the log. */
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
