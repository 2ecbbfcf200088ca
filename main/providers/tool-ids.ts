import { createHash, randomUUID } from 'node:crypto'
import type { TranslatedType } from './resolve-provider.ts'

/** What every provider but one takes, and what Anthropic demands of `tool_use.id`. OpenAI's limit is 40. */
const PLAIN = /^[\w-]{1,40}$/
/** "must be a-z, A-Z, 0-9, with a length of 9": anything else is a 400 there. */
const MISTRAL = /^[a-zA-Z0-9]{9}$/

/** The id of a call as a provider takes it: the same for the call and its result, and in every turn. */
export function toProviderToolId(id: string, type: TranslatedType): string {
  if (type === 'mistral') return MISTRAL.test(id) ? id : hash(id).slice(0, 9)
  return PLAIN.test(id) ? id : `call_${hash(id).slice(0, 24)}`
}

/**
 * The id of a call as the client gets it. A provider's own is kept, unless Anthropic would not take it or the
 * conversation has it already: some count from 0 in every answer (`functions.Read:0`), and two calls with one id
 * are a 400 from then on.
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
