import type { TranslatedType } from './resolve-provider.ts'

/** In tokens. Undefined means unknown, so no limit is applied. */
export interface ModelLimit {
  output?: number
  /** Input and output together. */
  context?: number
}

/**
 * Published limits of models, wherever they are served, as of 2026-11. The first match counts, so the longer names come
 * first. Context windows are listed only where every host has the same: self-hosted servers configure their own.
 *
 * Sources: developers.openai.com/api/docs/models, api-docs.deepseek.com/quick_start/pricing (V4: 384k of 1M),
 * docs.z.ai/guides/llm (GLM: 128k), platform.moonshot.ai/docs (Kimi: 256k in all), help.aliyun.com/model-studio (Qwen:
 * 64k), platform.minimax.io/docs, ai.google.dev/gemini-api/docs/models, docs.x.ai/docs/models.
 */
const MODELS: readonly (readonly [RegExp, ModelLimit])[] = [
  [/(?:^|\/)(?:gpt-3\.5|gpt-4-turbo|gpt-4-\d|gpt-4$)/, { output: 4096 }],
  [/(?:^|\/)(?:gpt-4o|chatgpt-4o)/, { output: 16_384, context: 128_000 }],
  [/(?:^|\/)gpt-4\.1/, { output: 32_768, context: 1_047_576 }],
  [/(?:^|\/)o1-(?:mini|preview)/, { output: 32_768, context: 128_000 }],
  [/(?:^|\/)o[1-9](?:-|$)/, { output: 100_000, context: 200_000 }],
  [/gpt-oss/, { output: 32_768 }],
  [/(?:^|\/)gpt-[5-9][\w.-]{0,40}chat/, { output: 16_384, context: 128_000 }],
  [/(?:^|\/)(?:gpt-[5-9]|codex)/, { output: 128_000 }],
  [/gemini-(?:1|2\.0)/, { output: 8192 }],
  [/gemini/, { output: 65_536 }],
  [/deepseek-?v[4-9]|deepseek-flash/i, { output: 131_072 }],
  [/deepseek-reasoner/, { output: 65_536 }],
  [/glm-(?:4\.[5-9]|[5-9])/i, { output: 98_304 }],
  [/kimi-k[2-9]/i, { output: 65_536 }],
  [/qwen-?3(?:\.\d)?-?(?:coder|max|plus|next|flash)/i, { output: 65_536 }],
  [/minimax-m[1-9]/i, { output: 65_536 }],
  [/grok-[4-9]|grok-code/i, { output: 128_000 }],
]

/** Limits by provider type, for unknown models: one that nearly all models of the provider accept. */
const OF_TYPE: Readonly<Record<TranslatedType, ModelLimit>> = {
  openai: { output: 16_384 },
  'openai-responses': { output: 16_384 },
  gemini: { output: 65_536 },
  deepseek: { output: 8192 },
  openrouter: { output: 32_000 },
  groq: { output: 16_384 },
  mistral: { output: 32_768 },
  xai: { output: 128_000 },
  // Self-hosted servers have small context windows, and some reject a limit that exceeds the remaining window.
  ollama: { output: 8192 },
  'openai-compatible': { output: 8192 },
}

/** Groq sets limits of its own, below the models' (https://console.groq.com/docs/models). */
const OWN_LIMITS: ReadonlySet<TranslatedType> = new Set(['groq'])

/** @param model name at the provider, with the vendor's prefix or without */
export function limitOf(type: TranslatedType, model: string): ModelLimit {
  const known = OWN_LIMITS.has(type) ? undefined : MODELS.find(([pattern]) => pattern.test(model))
  return known?.[1] ?? OF_TYPE[type]
}
