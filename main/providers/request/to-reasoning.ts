import type { JSONObject, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { TranslatedType } from '../resolve-provider.ts'
import { isSmallBudget } from '../limits.ts'
import { type Effort, effortWithTools, knowsXhigh, lowestEffort } from './model-effort.ts'
import type { Omissions } from './omissions.ts'
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
  /** Requested from the provider, in tokens. */
  maxTokens: number
  hasTools: boolean
  omissions: Omissions
}

/**
 * Reasoning effort: a token budget becomes a level, and `adaptive` follows `output_config.effort`. Not sent to models
 * without reasoning, because most reject it. A small output budget gets the lowest effort: otherwise nothing would be
 * left for the answer.
 */
export function toReasoning(
  { thinking, effort, maxTokens: asked }: Pick<MessagesRequest, 'thinking' | 'effort' | 'maxTokens'>,
  target: Target,
): Reasoning {
  if (!target.isReasoningModel) return {}
  const required = target.hasTools ? effortWithTools(target.type, target.model) : 'any'
  if (required !== 'any') {
    if (thinking?.on === true) target.omissions.leaveOut('thinking')
    return required === 'none' ? exactly('none', target.type) : {}
  }
  if (thinking?.on === false || isSmallBudget(asked)) return withoutThinking(target)
  return thinking === undefined && effort === undefined ? {} : withThinking({ thinking, effort }, target)
}

/** True if the model was told not to reason, in a way that it obeys. */
export function isOff({ effort, options }: Reasoning): boolean {
  return effort === 'none' || options?.['reasoningEffort'] === 'none'
}

function withThinking(
  { thinking, effort }: Pick<MessagesRequest, 'thinking' | 'effort'>,
  target: Target,
): Reasoning {
  const budget = thinking?.budget
  const level = budget === undefined ? levelOf(effort, target.model) : levelOfBudget(budget)
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

type Level = Extract<Effort, 'low' | 'medium' | 'high' | 'xhigh'>

function levelOfBudget(tokens: number): Level {
  if (tokens <= 1024) return 'low'
  return tokens <= 8192 ? 'medium' : 'high'
}

/** Levels above `high` have different names at each provider, and older models reject them. */
function levelOf(effort: string | undefined, model: string): Level {
  if (effort === 'low' || effort === 'high') return effort
  if (effort === 'xhigh' || effort === 'max') return knowsXhigh(model) ? 'xhigh' : 'high'
  return 'medium'
}

/** The lowest effort that is known to be accepted; elsewhere a model uses its default. */
function withoutThinking({ type, model }: Target): Reasoning {
  switch (type) {
    case 'gemini':
      return /2\.5-flash/.test(model) ? { options: { thinkingConfig: { thinkingBudget: 0 } } } : {}
    case 'deepseek':
    case 'mistral':
      return { effort: 'none' }
    case 'openai':
    case 'openai-responses':
    case 'ollama':
    case 'openai-compatible': {
      const lowest = lowestEffort(model)
      return lowest === undefined ? {} : exactly(lowest, type)
    }
    case 'openrouter':
    case 'groq':
    case 'xai':
      return {}
  }
}

/** Not left to OpenAI's library, which only knows the models of its release. */
function exactly(effort: Effort, type: TranslatedType): Reasoning {
  const isOpenAI = type === 'openai' || type === 'openai-responses'
  return isOpenAI ? { options: { reasoningEffort: effort } } : { effort }
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
