import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import type { Usage } from '../messages-api.ts'

/**
 * Usage as Anthropic counts it: what came from a cache is not part of the input (SPEC §5.5). Where the provider did
 * not say, the estimate stands.
 *
 * @param estimate in tokens
 */
export function toUsage(
  usage: LanguageModelV4Usage | undefined,
  estimate: { input: number; output: number },
): Usage {
  const { total, noCache, cacheRead, cacheWrite } = usage?.inputTokens ?? {}
  const read = count(cacheRead) ?? 0
  const written = count(cacheWrite) ?? 0
  // Libraries answer 0 where a server sent no usage at all, and no prompt is that short.
  const isKnown = (count(total) ?? 0) > 0
  const fresh = count(noCache) ?? Math.max(0, (count(total) ?? 0) - read - written)
  return {
    input_tokens: isKnown ? fresh : estimate.input,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: (isKnown ? count(usage?.outputTokens.total) : undefined) ?? estimate.output,
  }
}

/** A number that a server made up must not become one of ours. */
function count(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? Math.max(0, Math.round(value)) : undefined
}
