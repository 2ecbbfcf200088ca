import type { AnthropicUsage } from '../../../shared/request-log.ts'

/** The tokens of one answer. */
export interface Tokens {
  /** All that the model was given: fresh, from the cache, and into it. */
  input: number
  fresh: number
  cacheRead: number
  cacheWritten: number
  output: number
  /** The part of the input that came from the cache, 0–1. Undefined where there was no input. */
  cacheShare: number | undefined
}

/** Undefined where the answer said nothing about tokens. */
export function toTokens(usage: AnthropicUsage | undefined): Tokens | undefined {
  if (usage?.input_tokens === undefined && usage?.output_tokens === undefined) return undefined
  const fresh = usage.input_tokens ?? 0
  const cacheRead = usage.cache_read_input_tokens ?? 0
  const cacheWritten = usage.cache_creation_input_tokens ?? 0
  const input = fresh + cacheRead + cacheWritten
  return {
    input,
    fresh,
    cacheRead,
    cacheWritten,
    output: usage.output_tokens ?? 0,
    cacheShare: input === 0 ? undefined : cacheRead / input,
  }
}
