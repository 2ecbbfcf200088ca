import { type Content, encodeResponse } from './encode-response.ts'
import { encodeSse } from './encode-sse.ts'
import { encodeMessage } from './formats/encode-message.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { Reply, WireStep } from './reply.ts'

/** Converts a reply to the bytes and socket actions of the response to `request`. */
export async function toWire(reply: Reply, request: RecordedRequest): Promise<readonly WireStep[]> {
  if (reply.kind === 'raw') return reply.steps
  return await encodeResponse(toContent(reply, request), reply, request)
}

function toContent(reply: Exclude<Reply, { kind: 'raw' }>, request: RecordedRequest): Content {
  switch (reply.kind) {
    case 'http':
      return { status: reply.status, type: 'application/json', parts: [Buffer.from(reply.body)] }
    case 'message':
      return encodeMessage(reply.message, request, reply.sse)
    case 'events': {
      const parts = reply.events.map((event) => encodeSse(event, reply.sse))
      return { status: 200, type: 'text/event-stream; charset=utf-8', parts }
    }
  }
}
