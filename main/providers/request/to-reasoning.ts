import type { JSONObject, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { TranslatedType } from '../resolve-provider.ts'
import type { MessagesRequest } from './parse-request.ts'

export interface Reasoning {
  /** An effort that the library translates for its models. */
  effort?: NonNullable<LanguageModelV4CallOptions['reasoning']>
  /** Additional options under the provider's own namespace. */
  options?: JSONObject
}

interface Target {
  type: TranslatedType
  model: string
  isReasoningModel: boolean
  /** In tokens. */
  maxTokens: number
}

/**
 * Reasoning effort: a token budget becomes a level, and `adaptive` follows `output_config.effort`. Not sent to models
 * without reasoning, because most reject it.
 */
export function toReasoning(
  { thinking, effort }: Pick<MessagesRequest, 'thinking' | 'effort'>,
  target: Target,
): Reasoning {
  if (thinking === undefined || !target.isReasoningModel) return {}
  if (!thinking.on) return withoutThinking(target)
  const { budget } = thinking
  const level = budget === undefined ? levelOf(effort) : levelOfBudget(budget)
  switch (target.type) {
    case 'gemini':
      return geminiThinking(budget, { level, model: target.model })
    case 'openrouter': {
      const fits = budget !== undefined && budget < target.maxTokens
      return { options: { reasoning: fits ? { max_tokens: budget } : { effort: level } } }
    }
    case 'mistral':
      // Most Mistral models accept only `high` and `none`, and the library drops unsupported levels.
      return { effort: 'high' }
    case 'groq':
      return {}
    case 'openai':
    case 'openai-responses':
    case 'deepseek':
    case 'xai':
    case 'ollama':
    case 'openai-compatible':
      return { effort: level }
  }
}

type Level = 'low' | 'medium' | 'high'

function levelOfBudget(tokens: number): Level {
  if (tokens <= 1024) return 'low'
  return tokens <= 8192 ? 'medium' : 'high'
}

/** Levels above `high` have different names at each provider, and older models reject them. */
function levelOf(effort: string | undefined): Level {
  if (effort === 'low') return 'low'
  return effort === 'high' || effort === 'xhigh' || effort === 'max' ? 'high' : 'medium'
}

/** Only sent where it is known to be supported; elsewhere a model uses its default. */
function withoutThinking({ type, model }: Target): Reasoning {
  if (type === 'gemini' && /2\.5-flash/.test(model)) {
    return { options: { thinkingConfig: { thinkingBudget: 0 } } }
  }
  return type === 'deepseek' || type === 'mistral' ? { effort: 'none' } : {}
}

function geminiThinking(
  budget: number | undefined,
  { level, model }: { level: Level; model: string },
): Reasoning {
  const includeThoughts = true
  if (budget === undefined || !/2\.5/.test(model)) {
    return { effort: level, options: { thinkingConfig: { includeThoughts } } }
  }
  const [least, most] = model.includes('pro') ? [128, 32_768] : [0, 24_576]
  const thinkingBudget = Math.min(most, Math.max(least, budget))
  return { options: { thinkingConfig: { includeThoughts, thinkingBudget } } }
}
