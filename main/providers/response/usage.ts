import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import type { Usage } from '../messages-api.ts'

/**
 * Usage as Anthropic counts it: tokens from a cache are not part of the input. Uses the estimate if the provider sent
 * none.
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
  // Libraries report 0 if a server sent no usage, and no prompt is that short.
  const isKnown = (count(total) ?? 0) > 0
  const fresh = count(noCache) ?? Math.max(0, (count(total) ?? 0) - read - written)
  return {
    input_tokens: isKnown ? fresh : estimate.input,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: (isKnown ? count(usage?.outputTokens.total) : undefined) ?? estimate.output,
  }
}

/** Rejects invalid numbers of a server. */
function count(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? Math.max(0, Math.round(value)) : undefined
}
