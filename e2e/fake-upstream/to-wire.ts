import { type Content, encodeResponse } from './encode-response.ts'
import { encodeSse } from './encode-sse.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { Reply, WireStep } from './reply.ts'
import { toMessageEvents } from './to-message-events.ts'
import { toMessageJson } from './to-message-json.ts'

/** Turns a reply into the bytes and socket actions that answer `request`. */
export async function toWire(reply: Reply, request: RecordedRequest): Promise<readonly WireStep[]> {
  if (reply.kind === 'raw') return reply.steps
  return await encodeResponse(toContent(reply, request), reply, request)
}

function toContent(reply: Exclude<Reply, { kind: 'raw' }>, request: RecordedRequest): Content {
  if (reply.kind === 'http') {
    return { status: reply.status, type: 'application/json', parts: [Buffer.from(reply.body)] }
  }
  const identity = { id: `msg_fake_${request.index}`, model: readModel(request) }
  if (reply.kind === 'message' && !request.streaming) {
    const body = Buffer.from(toMessageJson(reply.message, identity))
    return { status: 200, type: 'application/json', parts: [body] }
  }
  const events = reply.kind === 'events' ? reply.events : toMessageEvents(reply.message, identity)
  const parts = events.map((event) => encodeSse(event, reply.sse))
  return { status: 200, type: 'text/event-stream; charset=utf-8', parts }
}

/** A body that names no model is answered all the same: refusing it is not what this server is for. */
function readModel({ body }: RecordedRequest): string {
  const match = /"model"\s*:\s*"([^"]*)"/.exec(body.toString())
  return match?.[1] ?? 'claude-fake'
}
