import type { Layer } from './layer.ts'

/** Environment names of CCProxy and claude-code-proxy, for known and for user-named providers. */
const WANTED =
  /^(?:PROVIDER|SUBAGENT_MAPPINGS|OPENROUTER_SITE_(?:URL|NAME)|CCPROXY_PROVIDERS_\d+_[A-Z_]+|[A-Z0-9_]+_(?:API_KEY|BASE_URL|MODEL|MAX_TOKENS))$/

/**
 * Claude Code's own names, some of which point to us, and the keys to Signalbox itself: a provider named `ccproxy` or
 * `anthropic` must not receive them.
 */
const NOT_WANTED = /^(?:ANTHROPIC|CLAUDE|SIGNALBOX)_|^CCPROXY_API_KEY$/

/** Collects the provider settings of the environment and the layers below it. Empty means not set. */
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

/** True for the name of a provider setting. */
export function isProviderName(name: string): boolean {
  return WANTED.test(name) && !NOT_WANTED.test(name)
}
