import type { JSONObject, SharedV4ProviderMetadata } from '@ai-sdk/provider'
import { NAMESPACE } from '../registry.ts'
import type { TranslatedType } from '../resolve-provider.ts'

type Metadata = SharedV4ProviderMetadata | undefined

/** Data that a provider needs back with a piece of reasoning, in its library's format. */
export function signatureOfReasoning(metadata: Metadata, type: TranslatedType): JSONObject | undefined {
  const own = metadata?.[NAMESPACE[type]]
  switch (type) {
    case 'gemini':
      return pick(own, ['thoughtSignature'])
    case 'openai-responses':
      // Several parts can form one item; the last part carries the content.
      return pick(own, ['itemId', 'reasoningEncryptedContent'])
    case 'xai':
      return own?.['reasoningEncryptedContent']
        ? pick(own, ['itemId', 'reasoningEncryptedContent'])
        : undefined
    case 'openrouter': {
      const details = own?.['reasoning_details']
      return Array.isArray(details) && details.length > 0 ? { reasoning_details: details } : undefined
    }
    case 'openai':
    case 'deepseek':
    case 'groq':
    case 'mistral':
    case 'ollama':
    case 'openai-compatible':
      return undefined
  }
}

/** The same for a text or a call: Google signs these too, in its own format and in OpenAI's. */
export function signatureOfBlock(metadata: Metadata, type: TranslatedType): JSONObject | undefined {
  const isGoogles = type === 'gemini' || NAMESPACE[type] === 'openaiCompatible'
  return isGoogles ? pick(metadata?.[NAMESPACE[type]], ['thoughtSignature']) : undefined
}

function pick(own: JSONObject | undefined, names: readonly string[]): JSONObject | undefined {
  const found = names.flatMap((name) => {
    const value = own?.[name]
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}
