import type { Script } from '../start-fake-upstream.ts'
import { textReply } from '../text-reply.ts'
import { toMessageEvents } from '../to-message-events.ts'
import { onStreams } from './on-streams.ts'

const TEXT = ['This answer ', 'was cut ', 'before its end.']
/** message_start, ping, content_block_start and the first delta. */
const AFTER_A_DELTA = 4
const ANSWER = textReply(TEXT)
const EVENTS = toMessageEvents(ANSWER.message, { id: 'msg_fake', model: 'claude-fake' })
const OVERLOADED = {
  event: 'error',
  data: JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
}

/** Streams that begin correctly and end in a faulty way, or not at all. */
export const ENDINGS = {
  'empty-200': onStreams({ kind: 'events', events: [] }),
  'headers-only': onStreams(textReply(TEXT, { cut: { afterWrites: 0, how: 'fin' } })),
  truncated: onStreams(textReply(TEXT, { cut: { afterWrites: AFTER_A_DELTA, how: 'end' } })),
  fin: onStreams(textReply(TEXT, { cut: { afterWrites: AFTER_A_DELTA, how: 'fin' } })),
  'fin-close-framed': onStreams(
    textReply(TEXT, { framing: 'close', cut: { afterWrites: AFTER_A_DELTA, how: 'fin' } }),
  ),
  reset: onStreams(textReply(TEXT, { cut: { afterWrites: AFTER_A_DELTA, how: 'reset' } })),
  'reset-after-stop': onStreams(textReply(TEXT, { cut: { afterWrites: Infinity, how: 'reset' } })),
  'no-message-stop': onStreams({ kind: 'events', events: EVENTS.slice(0, -1) }),
  'error-first': onStreams({ kind: 'events', events: [OVERLOADED] }),
  'error-mid-stream': onStreams({ kind: 'events', events: [...EVENTS.slice(0, AFTER_A_DELTA), OVERLOADED] }),
  'held-open': onStreams(textReply(TEXT, { cut: { afterWrites: Infinity, how: 'silence' } })),
  silence: onStreams(textReply(TEXT, { cut: { afterWrites: AFTER_A_DELTA, how: 'silence' } })),
  'pings-only': onStreams(
    textReply(TEXT, { cut: { afterWrites: AFTER_A_DELTA, how: 'pings', pingEveryMs: 200 } }),
  ),
} satisfies Record<string, Script>
