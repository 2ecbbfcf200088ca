/** Providers by model name prefix. The first match wins. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^claude/i, 'anthropic'],
  [/^(?:gpt|chatgpt-|codex-|o[134])/i, 'openai'],
  [/^gemini-/i, 'gemini'],
  [/^openrouter\//i, 'openrouter'],
  [/^deepseek-/i, 'deepseek'],
  [/^grok-/i, 'xai'],
  [/^(?:mistral|codestral|devstral|magistral|ministral|pixtral)-/i, 'mistral'],
]

/**
 * The provider indicated by a model's name, and the name that the model has there.
 *
 *     openrouter/anthropic/claude-x  →  openrouter, anthropic/claude-x
 */
export function modelPrefix(model: string): { provider: string; model: string } | undefined {
  const provider = PREFIXES.find(([pattern]) => pattern.test(model))?.[1]
  if (provider === undefined) return undefined
  return { provider, model: provider === 'openrouter' ? model.slice('openrouter/'.length) : model }
}
