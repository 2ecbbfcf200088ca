import type { ModelCost } from '../../../shared/costs.ts'

/** Token totals over any number of models, in the three kinds shown in charts. */
export interface UsageSum {
  requests: number
  /** Input not read from the cache. */
  input: number
  cache: number
  output: number
  tokens: number
  /** Share of the input read from the cache. Undefined without input. */
  cacheShare: number | undefined
}

/**
 * Sums all models.
 *
 * @param usage.requests their requests: one that several models ran counts once. Undefined usage is none
 */
export function sumModels(usage: { requests: number; models: readonly ModelCost[] } | undefined): UsageSum {
  const { requests = 0, models = [] } = usage ?? {}
  const sum = (pick: (model: ModelCost) => number) => models.reduce((total, model) => total + pick(model), 0)
  const input = sum((model) => model.input_tokens + model.cache_creation_input_tokens)
  const cache = sum((model) => model.cache_read_input_tokens)
  const output = sum((model) => model.output_tokens)
  return {
    requests,
    input,
    cache,
    output,
    tokens: input + cache + output,
    cacheShare: input + cache === 0 ? undefined : cache / (input + cache),
  }
}
