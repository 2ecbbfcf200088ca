import type { MessageReply, Transport } from './reply.ts'

/**
 * A text response in the given pieces, one `content_block_delta` each. `{ gapMs }` makes it a slow stream: the delay,
 * in ms, before each event but the first.
 */
export function textReply(
  deltas: readonly string[],
  transport: Transport & Pick<MessageReply, 'sse'> = {},
): MessageReply {
  return {
    kind: 'message',
    message: { blocks: [{ type: 'text', deltas }], stopReason: 'end_turn' },
    ...transport,
  }
}
