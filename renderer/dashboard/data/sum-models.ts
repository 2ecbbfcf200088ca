import type { ModelCost } from '../../../shared/costs.ts'

/** Tokens of any number of models together, in the three kinds that are drawn. */
export interface UsageSum {
  requests: number
  /** Input that was not read from the cache. */
  input: number
  cache: number
  output: number
  tokens: number
  /** The part of all input that came from the cache. Undefined without input. */
  cacheShare: number | undefined
}

/** All models together. */
export function sumModels(models: readonly ModelCost[]): UsageSum {
  const sum = (pick: (model: ModelCost) => number) => models.reduce((total, model) => total + pick(model), 0)
  const input = sum((model) => model.input_tokens + model.cache_creation_input_tokens)
  const cache = sum((model) => model.cache_read_input_tokens)
  const output = sum((model) => model.output_tokens)
  return {
    requests: sum((model) => model.requests),
    input,
    cache,
    output,
    tokens: input + cache + output,
    cacheShare: input + cache === 0 ? undefined : cache / (input + cache),
  }
}
