import type { SharedV4ProviderOptions } from '@ai-sdk/provider'
import type { Capabilities } from '../capabilities.ts'
import type { Provider } from '../resolve-provider.ts'
import type { SignatureCache } from '../signature-cache.ts'
import type { ToolNames } from '../tool-names.ts'
import type { CacheControl } from './blocks.ts'
import type { Omissions } from './omissions.ts'

/** Facts about the destination that the translation of a conversation needs. */
export interface Target {
  provider: Provider
  /** Model name at the provider. */
  model: string
  capabilities: Capabilities
  names: ToolNames
  signatureCache: SignatureCache | undefined
  omissions: Omissions
}

/** Explicit prompt caching exists for OpenRouter's Claude models only; elsewhere it is automatic. */
export function cacheOptions(
  block: { cacheControl?: CacheControl } | undefined,
  { provider, model }: Target,
): { providerOptions?: SharedV4ProviderOptions } {
  if (block?.cacheControl === undefined) return {}
  if (provider.type !== 'openrouter' || !model.startsWith('anthropic/')) return {}
  return { providerOptions: { openrouter: { cacheControl: { ...block.cacheControl } } } }
}
