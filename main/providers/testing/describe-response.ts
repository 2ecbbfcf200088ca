import { collectMessage } from '../response/collect-message.ts'
import type { ResponseBlock } from '../messages-api.ts'
import { openSignature } from '../signature.ts'
import type { StreamedResponse } from './translate-stream.ts'

/**
 * What a client learns from an answer, without what is made up anew each time: its id, and the ids of calls that the
 * provider's stream does not hold.
 */
export function describeResponse({ events, error }: StreamedResponse, stream: Buffer): object {
  if (error !== undefined) {
    const { status, type, message, headers } = error
    return { status, type, message, headers }
  }
  const { content, stop_reason: reason, usage } = collectMessage(events)
  const last = events.at(-1)
  return {
    content: content.map((block) => describeBlock(block, stream)),
    ...(last?.type === 'error' ? { error: last.error } : { stop_reason: reason, usage }),
  }
}

function describeBlock(block: ResponseBlock, stream: Buffer): object {
  if (block.type === 'thinking')
    return { ...block, signature: openSignature(block.signature) ?? block.signature }
  if (block.type === 'tool_use')
    return { ...block, id: stream.includes(`"${block.id}"`) ? block.id : '<new>' }
  return block
}
