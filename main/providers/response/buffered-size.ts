import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { isRecord } from '../../base/json/is-record.ts'
import type { TranslatedType } from '../resolve-provider.ts'

/** Limit for what we and the libraries buffer of one response. In characters. */
export const MAX_BUFFERED_CHARS = 8 * 1024 * 1024

/** Fixed cost of a part, in characters. */
const PART_SIZE = 256

/** Fixed cost of a tool call, in characters; no real response has a thousand calls. */
const CALL_SIZE = 8 * 1024

/**
 * Weight for OpenRouter, whose library parses a call's whole input again with each piece that `createCallMerger`
 * passes. A million characters are twice what a model can write, and cost 2 ms each time.
 */
const REPARSED = 8

/**
 * Size of a part that is buffered until its call or the response ends: text passes, tool inputs are kept. In
 * characters.
 *
 * @param options.isHeld the part waits for a call that is being written
 */
export function bufferedSize(
  part: LanguageModelV4StreamPart,
  { isHeld, provider }: { isHeld: boolean; provider: TranslatedType },
): number {
  const { type } = part
  if (type === 'text-delta' || type === 'reasoning-delta') return isHeld ? PART_SIZE + part.delta.length : 0
  if (type === 'tool-input-delta') return part.delta.length * (provider === 'openrouter' ? REPARSED : 1)
  if (type === 'tool-input-start') return CALL_SIZE
  if (type === 'raw') return detailsSize(part.rawValue)
  if (type === 'tool-call') return PART_SIZE + part.input.length + metadataSize(part)
  return type === 'reasoning-end' || type === 'file' ? PART_SIZE + metadataSize(part) : 0
}

/** Cost of one piece of reasoning, which the library joins to the previous one of the same kind. */
const DETAIL_SIZE = 16

/**
 * Size of the reasoning details in one chunk of OpenRouter's. Its library buffers them until the response ends,
 * including those that produce no part: encrypted ones, and all that follow a text.
 */
function detailsSize(chunk: unknown): number {
  const choices = isRecord(chunk) ? chunk['choices'] : undefined
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  const delta = isRecord(choice) ? choice['delta'] : undefined
  const details = isRecord(delta) ? delta['reasoning_details'] : undefined
  return Array.isArray(details) ? details.reduce((sum: number, detail) => sum + detailSize(detail), 0) : 0
}

function detailSize(detail: unknown): number {
  if (!isRecord(detail)) return DETAIL_SIZE
  const text = detail['text'] ?? detail['summary']
  return typeof text === 'string' ? DETAIL_SIZE + text.length : PART_SIZE + JSON.stringify(detail).length
}

function metadataSize({ providerMetadata }: { providerMetadata?: unknown }): number {
  return providerMetadata === undefined ? 0 : JSON.stringify(providerMetadata).length
}
