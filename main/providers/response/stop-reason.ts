import type { LanguageModelV4FinishReason } from '@ai-sdk/provider'
import type { StopReason } from '../messages-api.ts'
import type { TranslatedType } from '../resolve-provider.ts'

/**
 * Stop reason of a response; undefined if it failed or was interrupted: a truncated response must not look complete.
 *
 * @param options.isWhole true if it is known to be complete without a reason: a stream that ended with `[DONE]`, or a
 * non-streaming response
 * @param options.hasTools true if it contains a tool call, which the client must run whatever the reason was
 */
export function toStopReason(
  { unified, raw }: LanguageModelV4FinishReason,
  { type, isWhole, hasTools }: { type: TranslatedType; isWhole: boolean; hasTools: boolean },
): StopReason | undefined {
  // Some libraries report OpenRouter's `error` as an unknown reason.
  if (unified === 'error' || raw === 'error') return undefined
  // The Responses API ends with an event instead of a reason. For all others, a missing reason means that the response
  // was interrupted; the libraries report that as `interrupted`, `other`, or (OpenRouter's) `tool-calls`.
  const hasReason = type === 'openai-responses' ? unified !== 'interrupted' : raw !== undefined && raw !== ''
  if (!hasReason && !isWhole) return undefined

  if (hasTools) return 'tool_use'
  if (unified === 'content-filter') return 'refusal'
  const isCut = unified === 'length' || /^(?:max_tokens|model_length|max_output_tokens)$/i.test(raw ?? '')
  return isCut ? 'max_tokens' : 'end_turn'
}
