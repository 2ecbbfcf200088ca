import type { MessageEvent } from './messages-api.ts'

/** Encodes a server-sent event with its name in both `event` and `data.type`, because clients read either. */
export function encodeEvent(event: MessageEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
