import type { RecordedRequest } from '../recorded-request.ts'
import type { Reply } from '../reply.ts'

/** A script that misbehaves for streaming messages only; the client's other requests succeed. */
export function onStreams(reply: Reply): (request: RecordedRequest) => Reply | undefined {
  return ({ messageIndex, streaming }) => (messageIndex !== undefined && streaming ? reply : undefined)
}
