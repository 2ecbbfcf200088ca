import { createHash } from 'node:crypto'
import type { JSONObject } from '@ai-sdk/provider'
import type { TranslatedType } from '../resolve-provider.ts'
import type { MessagesRequest } from './parse-request.ts'

interface Wanted {
  request: MessagesRequest
  /** In tokens. */
  maxTokens: number
  isReasoningModel: boolean
  /** One tool call at a time, if the provider has an option for it. */
  single: boolean
}

/** Options specific to one provider, under the names of its library. */
export function toProviderOptions(type: TranslatedType, wanted: Wanted): JSONObject {
  const { request, maxTokens, isReasoningModel, single } = wanted
  const user = request.userId === undefined ? {} : { user: digest(withoutSession(request.userId)) }
  const parallel = single ? { parallelToolCalls: false } : {}
  const cache = { promptCacheKey: conversationKey(request) }
  switch (type) {
    case 'openai':
      // The older name `max_tokens` is rejected by newer models; client schemas rarely follow the rules of strict mode.
      return { maxCompletionTokens: maxTokens, strictJsonSchema: false, ...cache, ...user, ...parallel }
    case 'openai-responses':
      return {
        // Stores nothing at the provider; the model's reasoning is sent along encrypted instead.
        store: false,
        strictJsonSchema: false,
        ...(isReasoningModel && { forceReasoning: true }),
        ...(isReasoningModel && request.thinking?.on && { reasoningSummary: 'auto' }),
        ...cache,
        ...user,
        ...parallel,
      }
    case 'xai':
      return { store: false, ...cache, ...user, ...parallel }
    case 'mistral':
      return { ...cache, ...parallel }
    case 'groq':
      return { ...user, ...parallel }
    case 'openrouter':
      return { ...user, usage: { include: true }, ...(single && { parallel_tool_calls: false }) }
    case 'ollama':
    case 'openai-compatible':
      return { strictJsonSchema: false, ...(single && { parallel_tool_calls: false }) }
    case 'gemini':
    case 'deepseek':
      return {}
  }
}

/** A key that is the same for every request of one conversation and different for each of its sub-agents. */
function conversationKey({ system, turns }: MessagesRequest): string {
  const [first] = turns
  return digest(JSON.stringify([system.map(({ text }) => text), first?.blocks ?? []]))
}

/** `{"device_id", "account_uuid", "session_id"}`, or `user_…_account_…_session_…` in older versions of Claude Code. */
function withoutSession(userId: string): string {
  return userId.replace(/"session_id":\s*"[^"]*"|_session_.*/, '')
}

/** Hashed, so that the provider does not learn the user's identity. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
