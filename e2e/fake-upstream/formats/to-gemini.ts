import type { FakeBlock, FakeMessage } from '../fake-message.ts'
import type { SseEvent } from '../reply.ts'

interface Identity {
  id: string
  model: string
}

type Part = Record<string, unknown>

const FINISH = { end_turn: 'STOP', tool_use: 'STOP', max_tokens: 'MAX_TOKENS', refusal: 'SAFETY' }

/**
 * https://ai.google.dev/api/generate-content: calls arrive complete; the signature is on the part after the thoughts.
 */
export function toGeminiEvents(message: FakeMessage, identity: Identity): SseEvent[] {
  const parts = toParts(message)
  const chunks = parts.map((part) =>
    toChunk(message, identity, { content: { role: 'model', parts: [part] }, index: 0 }),
  )
  const last = {
    content: { role: 'model', parts: [{ text: '' }] },
    finishReason: FINISH[message.stopReason],
    index: 0,
  }
  return [...chunks, toChunk(message, identity, last)].map((chunk) => ({
    event: '',
    data: JSON.stringify(chunk),
  }))
}

/** The same message as a single object. */
export function toGeminiJson(message: FakeMessage, identity: Identity): string {
  const content = { role: 'model', parts: toParts(message) }
  return JSON.stringify(
    toChunk(message, identity, { content, finishReason: FINISH[message.stopReason], index: 0 }),
  )
}

/** Each piece of a text is a part of its own; Gemini signs the last one. */
function toParts({ blocks }: FakeMessage): Part[] {
  return blocks.flatMap((block, at) => {
    const before = blocks[at - 1]
    const signed = before?.type === 'thinking' &&
      before.signature !== '' && { thoughtSignature: before.signature }
    const parts = toBlockParts(block)
    return parts.map((part, index) => (signed && index === parts.length - 1 ? { ...part, ...signed } : part))
  })
}

function toBlockParts(block: FakeBlock): Part[] {
  switch (block.type) {
    case 'text':
      return block.deltas.map((text) => ({ text }))
    case 'thinking':
      return block.deltas.map((text) => ({ text, thought: true }))
    case 'tool_use': {
      const args: unknown = JSON.parse(block.deltas.join('') || '{}')
      // An empty id stands for a missing one.
      return [{ functionCall: { ...(block.id !== '' && { id: block.id }), name: block.name, args } }]
    }
  }
}

function toChunk(
  { inputTokens = 12, outputTokens = 8, cachedTokens = 0 }: FakeMessage,
  { id, model }: Identity,
  candidate: object,
): object {
  return {
    candidates: [candidate],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
      ...(cachedTokens > 0 && { cachedContentTokenCount: cachedTokens }),
    },
    modelVersion: model,
    responseId: id,
  }
}
