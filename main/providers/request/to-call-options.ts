import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { toBudget } from '../limits.ts'
import { NAMESPACE } from '../registry.ts'
import type { TextLimit } from '../response/limit-text.ts'
import type { MessagesRequest } from './parse-request.ts'
import type { Target } from './target.ts'
import { toPrompt } from './to-prompt.ts'
import { toProviderOptions } from './to-provider-options.ts'
import { isOff, toReasoning } from './to-reasoning.ts'
import { toTools } from './to-tools.ts'

export interface Translation {
  options: LanguageModelV4CallOptions
  /** True if the response may contain only one tool call and the provider has no option for that. */
  keepOneTool: boolean
  /** Output requested from the provider, in tokens. */
  maxTokens: number
  /** End of the response, whatever the provider does. */
  limit: TextLimit
}

/**
 * Converts an Anthropic request to options of the library.
 *
 * @param estimate of the input, in tokens
 * @throws ProviderError that names a field that the target does not support
 */
export function toCallOptions(
  request: MessagesRequest,
  { target, estimate, signal }: { target: Target; estimate: number; signal: AbortSignal },
): Translation {
  const { provider, model, capabilities } = target
  const { isReasoningModel, spendsOnReasoning: reasons } = capabilities
  const budget = toBudget(request.maxTokens, { provider, model, estimate, reasons: false })
  const { tools, toolChoice, single } = toTools(request, {
    type: provider.type,
    names: target.names,
    omissions: target.omissions,
  })
  const reasoning = toReasoning(request, {
    type: provider.type,
    model,
    isReasoningModel,
    maxTokens: budget.maxTokens,
    hasTools: tools.length > 0,
    omissions: target.omissions,
  })
  const { maxTokens, cutAt } =
    reasons && !isOff(reasoning)
      ? toBudget(request.maxTokens, { provider, model, estimate, reasons })
      : budget
  noteSampling(request, target)
  const own = toProviderOptions(provider.type, { request, maxTokens, isReasoningModel, single })
  return {
    options: {
      prompt: toPrompt(request, target),
      ...(provider.type !== 'openai' && { maxOutputTokens: maxTokens }),
      ...toSampling(request, target),
      ...(tools.length > 0 && { tools }),
      ...(toolChoice !== undefined && { toolChoice }),
      ...(reasoning.effort !== undefined && { reasoning: reasoning.effort }),
      ...(request.outputSchema !== undefined && {
        responseFormat: { type: 'json' as const, schema: request.outputSchema },
      }),
      providerOptions: { [NAMESPACE[provider.type]]: { ...own, ...reasoning.options } },
      abortSignal: signal,
    },
    keepOneTool: single && !capabilities.oneToolAtATime,
    maxTokens,
    limit: { maxTokens: cutAt, stopSequences: request.stopSequences.filter((sequence) => sequence !== '') },
  }
}

function toSampling(
  { temperature, topP, topK, stopSequences }: MessagesRequest,
  { model, capabilities }: Target,
): Partial<LanguageModelV4CallOptions> {
  const { maxTemperature, stopSequences: most } = capabilities
  const sent = stopSequences.slice(0, most)
  const isFixed = FIXED_TEMPERATURE.test(model)
  return {
    ...(temperature !== undefined && !isFixed && { temperature: clamp(temperature, maxTemperature) }),
    ...(topP !== undefined && !isFixed && { topP: clamp(topP, 1) }),
    // A hint that can be dropped safely where it is not supported.
    ...(topK !== undefined && capabilities.topK && { topK }),
    ...(sent.length > 0 && { stopSequences: sent }),
  }
}

function noteSampling(
  { temperature, topP, topK }: MessagesRequest,
  { model, capabilities, omissions }: Target,
): void {
  const isFixed = FIXED_TEMPERATURE.test(model)
  if (isFixed && temperature !== undefined) omissions.leaveOut('temperature')
  if (isFixed && topP !== undefined) omissions.leaveOut('top_p')
  if (topK !== undefined && !capabilities.topK) omissions.leaveOut('top_k')
}

/** OpenAI's reasoning models reject a temperature, wherever they are served. */
const FIXED_TEMPERATURE = /(?:^|\/)(?:o[1-9](?:-|$)|gpt-[5-9])/

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
