import { ProviderError } from './errors.ts'
import { limitOf } from './model-limits.ts'
import type { Provider, TranslatedType } from './resolve-provider.ts'

/** In tokens. */
export interface Budget {
  /** Output to request from the provider. */
  maxTokens: number
  /** Output that the client asked for, if more was requested: the response is cut to it. */
  cutAt: number | undefined
}

/** Up to this many tokens, reasoning could use the whole budget and leave no answer. Claude Code's classifier asks for 64. */
const SMALL = 1024
/** Added to a small budget for a model that reasons whether asked to or not. In tokens. */
const REASONING_ROOM = 1024

/** https://platform.openai.com/docs/api-reference/responses/create#responses-create-max_output_tokens: 16 or more. */
const MIN_OUTPUT: Partial<Record<TranslatedType, number>> = { 'openai-responses': 16 }

/** @param asked in tokens */
export function isSmallBudget(asked: number): boolean {
  return asked <= SMALL
}

/**
 * Number of output tokens to request. Claude Code asks for 32,000 and more, which many models reject; it also asks for
 * 1, which some providers reject and which leaves a reasoning model no room for an answer.
 *
 * @param asked by the client, in tokens
 * @param options.estimate of the input, in tokens
 * @param options.reasons true if the model may spend output on reasoning
 * @throws ProviderError "prompt is too long" if the window has no room for an answer
 */
export function toBudget(
  asked: number,
  options: { provider: Provider; model: string; estimate: number; reasons: boolean },
): Budget {
  const { provider, model, estimate, reasons } = options
  const { output = Infinity, context = Infinity } = limitOf(provider.type, model)
  const least = MIN_OUTPUT[provider.type] ?? 1
  const room = context - estimate - MARGIN
  if (room < least) throw tooLong(estimate, context)
  const needed = asked + (reasons && isSmallBudget(asked) ? REASONING_ROOM : 0)
  const most = Math.min(provider.maxTokens ?? output, room)
  const maxTokens = Math.max(least, Math.min(needed, most))
  return { maxTokens, cutAt: maxTokens > asked ? asked : undefined }
}

/** Kept free for tokens that the estimate may have missed. */
const MARGIN = 100

/** In the words and with the numbers that Claude Code looks for: it then compacts the conversation. */
function tooLong(estimate: number, context: number): ProviderError {
  const message = `prompt is too long: ${Math.max(estimate, context + 1)} tokens > ${context} maximum`
  return new ProviderError('invalid_request_error', message, {
    nothingSent: true,
    failure: 'request_untranslatable',
  })
}
