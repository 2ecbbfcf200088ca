import { collectMessage } from '../response/collect-message.ts'
import type { ResponseBlock } from '../messages-api.ts'
import { openSignature } from '../signature.ts'
import type { StreamedResponse } from './translate-stream.ts'

/**
 * The response as the client sees it, without random values: its id, and call ids that are not in the provider's
 * stream.
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
