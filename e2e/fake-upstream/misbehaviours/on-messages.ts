import type { RecordedRequest } from '../recorded-request.ts'
import type { Reply } from '../reply.ts'

/** A script that misbehaves for every message, streaming or not, and only for messages. */
export function onMessages(reply: Reply): (request: RecordedRequest) => Reply | undefined {
  return ({ messageIndex }) => (messageIndex === undefined ? undefined : reply)
}
