import type { LanguageModelV4FinishReason } from '@ai-sdk/provider'
import type { StopReason } from '../messages-api.ts'
import type { TranslatedType } from '../resolve-provider.ts'

/**
 * Why an answer ended, or undefined when it did not end but failed or broke off (SPEC §5.5, RELIABILITY T03).
 *
 * @param options.isWhole whether it is known to be complete without a reason: a stream that closed with `[DONE]`, an
 *   answer that was no stream
 * @param options.hasTools whether it holds a call; then the client must run it, whatever the reason was
 */
export function toStopReason(
  { unified, raw }: LanguageModelV4FinishReason,
  { type, isWhole, hasTools }: { type: TranslatedType; isWhole: boolean; hasTools: boolean },
): StopReason | undefined {
  // Some libraries take OpenRouter's `error` for a reason that they do not know.
  if (unified === 'error' || raw === 'error') return undefined
  // OpenAI's Responses end with an event and not with a reason. Of all others, what has no reason broke off, and the
  // libraries' own word for that differs (`interrupted`, `other`, and `tool-calls` in OpenRouter's).
  const hasReason = type === 'openai-responses' ? unified !== 'interrupted' : raw !== undefined && raw !== ''
  if (!hasReason && !isWhole) return undefined

  if (hasTools) return 'tool_use'
  if (unified === 'content-filter') return 'refusal'
  const isCut = unified === 'length' || /^(?:max_tokens|model_length|max_output_tokens)$/i.test(raw ?? '')
  return isCut ? 'max_tokens' : 'end_turn'
}
