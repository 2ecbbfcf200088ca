import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { cannotTranslate } from '../errors.ts'
import { limitOutput } from '../limits.ts'
import { NAMESPACE } from '../registry.ts'
import type { MessagesRequest } from './parse-request.ts'
import type { Target } from './target.ts'
import { toPrompt } from './to-prompt.ts'
import { toProviderOptions } from './to-provider-options.ts'
import { toReasoning } from './to-reasoning.ts'
import { toTools } from './to-tools.ts'

export interface Translation {
  options: LanguageModelV4CallOptions
  /** True if the response may contain only one tool call and the provider has no option for that. */
  keepOneTool: boolean
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
  const { isReasoningModel } = capabilities
  const maxTokens = limitOutput(request.maxTokens, { provider, model, estimate })
  const { tools, toolChoice, single } = toTools(request, {
    type: provider.type,
    names: target.names,
    omissions: target.omissions,
  })
  const reasoning = toReasoning(request, { type: provider.type, model, isReasoningModel, maxTokens })
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
  }
}

function toSampling(
  { temperature, topP, topK, stopSequences }: MessagesRequest,
  { provider, model, capabilities }: Target,
): Partial<LanguageModelV4CallOptions> {
  const { maxTemperature, stopSequences: most } = capabilities
  if (stopSequences.length > most) {
    const limit = most === 0 ? 'accepts none' : `accepts at most ${most}`
    throw cannotTranslate('stop_sequences', `the provider "${provider.name}" ${limit}`)
  }
  const isFixed = FIXED_TEMPERATURE.test(model)
  return {
    ...(temperature !== undefined && !isFixed && { temperature: clamp(temperature, maxTemperature) }),
    ...(topP !== undefined && !isFixed && { topP: clamp(topP, 1) }),
    // A hint that can be dropped safely where it is not supported.
    ...(topK !== undefined && capabilities.topK && { topK }),
    ...(stopSequences.length > 0 && { stopSequences: [...stopSequences] }),
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
