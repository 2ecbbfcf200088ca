import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'

/** What may be collected of one answer, by us and by the libraries. In characters. */
export const MAX_KEPT = 8 * 1024 * 1024

/** What an empty part takes. */
const PART_SIZE = 256

/** The same of a call: no answer has a thousand. */
const CALL_SIZE = 8 * 1024

/**
 * How much of a part stays in memory until its call or the answer ends: texts pass, the inputs of calls do not. In
 * characters.
 *
 * @param isHeld the part waits for a call that is being written
 */
export function keptSize(part: LanguageModelV4StreamPart, isHeld: boolean): number {
  const { type } = part
  if (type === 'text-delta' || type === 'reasoning-delta') return isHeld ? PART_SIZE + part.delta.length : 0
  if (type === 'tool-input-delta') return part.delta.length
  if (type === 'tool-input-start') return CALL_SIZE
  if (type === 'tool-call') return PART_SIZE + part.input.length + metadataSize(part)
  return type === 'reasoning-end' || type === 'file' ? PART_SIZE + metadataSize(part) : 0
}

function metadataSize({ providerMetadata }: { providerMetadata?: unknown }): number {
  return providerMetadata === undefined ? 0 : JSON.stringify(providerMetadata).length
}
