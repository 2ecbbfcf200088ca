import type { AnthropicUsage } from '../../../shared/request-log.ts'

/** Tokens of one response. */
export interface Tokens {
  /** All input tokens: uncached, cache read and cache write. */
  input: number
  fresh: number
  cacheRead: number
  cacheWritten: number
  output: number
  /** Share of the input read from the cache, 0–1. Undefined without input. */
  cacheShare: number | undefined
}

/** Undefined if the response has no usage. */
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
