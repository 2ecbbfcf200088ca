import { createHash, randomUUID } from 'node:crypto'
import type { TranslatedType } from './resolve-provider.ts'

/** Accepted by all providers except Mistral, and required by Anthropic for `tool_use.id`. OpenAI's limit is 40. */
const PLAIN = /^[\w-]{1,40}$/
/** Mistral: "must be a-z, A-Z, 0-9, with a length of 9"; anything else is a 400. */
const MISTRAL = /^[a-zA-Z0-9]{9}$/

/** A call's id in the provider's format: the same for the call and its result, and in every request. */
export function toProviderToolId(id: string, type: TranslatedType): string {
  if (type === 'mistral') return MISTRAL.test(id) ? id : hash(id).slice(0, 9)
  return PLAIN.test(id) ? id : `call_${hash(id).slice(0, 24)}`
}

/**
 * A call's id as sent to the client. The provider's id is kept unless Anthropic would reject it or the conversation
 * already has it: some providers count from 0 in every response (`functions.Read:0`), and a duplicate id makes every
 * later request fail with 400.
 *
 * @param taken ids of the conversation so far; the new one is added
 */
export function toClientToolId(
  id: string,
  { type, taken }: { type: TranslatedType; taken: Set<string> },
): string {
  const isUsable = type !== 'groq' && /^[\w-]{1,64}$/.test(id) && !taken.has(id)
  const chosen = isUsable ? id : `toolu_${randomUUID().replaceAll('-', '').slice(0, 24)}`
  taken.add(chosen)
  return chosen
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
