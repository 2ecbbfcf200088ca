import type { Layer } from './layer.ts'

/** The names of the source documents 002 to 004, for known providers and for those that a user has named himself. */
const WANTED =
  /^(?:PROVIDER|SUBAGENT_MAPPINGS|OPENROUTER_SITE_(?:URL|NAME)|CCPROXY_PROVIDERS_\d+_[A-Z_]+|[A-Z0-9_]+_(?:API_KEY|BASE_URL|MODEL|MAX_TOKENS))$/

/**
 * Claude Code's own names, some of which lead to us, and the keys to Signalbox itself: a provider that is called
 * `ccproxy` or `anthropic` must not be sent them.
 */
const NOT_WANTED = /^(?:ANTHROPIC|CLAUDE|SIGNALBOX)_|^CCPROXY_API_KEY$/

/** Collects what the environment and what stands behind it say about providers. Empty is not set. */
export function readProviderEnv(layers: readonly Layer[]): Record<string, string> {
  const found = new Map<string, string>()
  for (const { values, onUse } of layers) {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || value.trim() === '' || found.has(name) || !isProviderName(name)) continue
      found.set(name, value.trim())
      onUse?.(name)
    }
  }
  return Object.fromEntries(found)
}

/** Tests for the name of a variable that says something about a provider. */
export function isProviderName(name: string): boolean {
  return WANTED.test(name) && !NOT_WANTED.test(name)
}
