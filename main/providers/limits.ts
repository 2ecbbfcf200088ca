import type { Provider, TranslatedType } from './resolve-provider.ts'

/** In tokens. Undefined means unknown, so no limit is applied. */
interface Limit {
  output?: number
  /** Input and output together. */
  context?: number
}

/**
 * Number of output tokens to request. Claude Code asks for 32,000 and more, which most other providers reject.
 *
 * @param options.estimate of the input, in tokens
 * @returns at least 10, and never more than requested
 */
export function limitOutput(
  asked: number,
  { provider, model, estimate }: { provider: Provider; model: string; estimate: number },
): number {
  const { output = Infinity, context = Infinity } = limitOf(provider.type, model)
  const room = Math.max(10, context - estimate - 100)
  return Math.min(asked, provider.maxTokens ?? output, room)
}

function limitOf(type: TranslatedType, model: string): Limit {
  const families = FAMILIES[type] ?? []
  return families.find(([pattern]) => pattern.test(model))?.[1] ?? OF_TYPE[type]
}

/** Limits by provider type. An unknown model gets a limit that nearly all models of its provider accept. */
const OF_TYPE: Readonly<Record<TranslatedType, Limit>> = {
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

const OPENAI: readonly (readonly [RegExp, Limit])[] = [
  [/^gpt-3\.5|^gpt-4-turbo|^gpt-4-\d|^gpt-4$/, { output: 4096 }],
  [/^gpt-4o|^chatgpt-4o/, { output: 16_384, context: 128_000 }],
  [/^gpt-4\.1/, { output: 32_768, context: 1_047_576 }],
  [/^o1-(?:mini|preview)/, { output: 32_768, context: 128_000 }],
  [/^o[1-9]/, { output: 100_000, context: 200_000 }],
  [/^gpt-[5-9].*chat/, { output: 16_384, context: 128_000 }],
  [/^gpt-[5-9]|^codex/, { output: 128_000 }],
]

const FAMILIES: Partial<Record<TranslatedType, readonly (readonly [RegExp, Limit])[]>> = {
  openai: OPENAI,
  'openai-responses': OPENAI,
  gemini: [[/gemini-(?:1|2\.0)/, { output: 8192 }]],
}
