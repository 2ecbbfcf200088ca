import type { JSONObject, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { TranslatedType } from '../resolve-provider.ts'
import type { MessagesRequest } from './parse-request.ts'

export interface Reasoning {
  /** What the library translates for its models. */
  effort?: NonNullable<LanguageModelV4CallOptions['reasoning']>
  /** Where the provider wants more than that, under its own namespace. */
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
 * How much a model shall think (SPEC §5.4, §5.7): a budget of tokens becomes a level, and `adaptive` is as much as
 * `output_config.effort` says. Models that do not think are not asked to, because most refuse the question.
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
      // Most of its models know `high` and `none` only, and the library drops what a model does not know.
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

/** Above `high` every provider has names of its own, and older models refuse them. */
function levelOf(effort: string | undefined): Level {
  if (effort === 'low') return 'low'
  return effort === 'high' || effort === 'xhigh' || effort === 'max' ? 'high' : 'medium'
}

/** Only where it is known to be taken; elsewhere a model thinks as it does by itself. */
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
