import { createHash } from 'node:crypto'
import type { JSONObject } from '@ai-sdk/provider'
import type { TranslatedType } from '../resolve-provider.ts'
import type { MessagesRequest } from './parse-request.ts'

interface Wanted {
  request: MessagesRequest
  /** In tokens. */
  maxTokens: number
  isReasoningModel: boolean
  /** One tool at a time, where the provider can be told. */
  single: boolean
}

/** What only one provider knows, under the names of its library. */
export function toProviderOptions(type: TranslatedType, wanted: Wanted): JSONObject {
  const { request, maxTokens, isReasoningModel, single } = wanted
  const user = request.userId === undefined ? {} : { user: digest(withoutSession(request.userId)) }
  const parallel = single ? { parallelToolCalls: false } : {}
  const cache = { promptCacheKey: conversationKey(request) }
  switch (type) {
    case 'openai':
      // Its older name is refused by newer models; a schema of a client's seldom keeps the rules of strict mode.
      return { maxCompletionTokens: maxTokens, strictJsonSchema: false, ...cache, ...user, ...parallel }
    case 'openai-responses':
      return {
        // Nothing of the conversation stays there; the model's reasoning travels with it instead, encrypted.
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

/** The same in every turn of one conversation, and another one for each of its sub-agents. */
function conversationKey({ system, turns }: MessagesRequest): string {
  const [first] = turns
  return digest(JSON.stringify([system.map(({ text }) => text), first?.blocks ?? []]))
}

/** `{"device_id", "account_uuid", "session_id"}`, or `user_…_account_…_session_…` in older versions of Claude Code. */
function withoutSession(userId: string): string {
  return userId.replace(/"session_id":\s*"[^"]*"|_session_.*/, '')
}

/** Whose conversation it is, is told to nobody else. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
