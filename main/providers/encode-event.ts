import type { MessageEvent } from './messages-api.ts'

/** One event as it goes over the wire, with its name both ways that clients look for it (SPEC §5.6). */
export function encodeEvent(event: MessageEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
