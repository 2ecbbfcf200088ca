import type { TranslatedType } from '../resolve-provider.ts'

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'

interface GptVersion {
  major: number
  minor: number
}

/** `openai/gpt-5.6-terra` → 5.6; by number, so that the next model follows the rules of the last one. */
function gptVersion(model: string): GptVersion | undefined {
  const match = /(?:^|\/)gpt-(\d{1,2})(?:\.(\d{1,2}))?(?![\w.])/.exec(model)
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2] ?? 0) }
}

function isFrom({ major, minor }: GptVersion, fromMajor: number, fromMinor: number): boolean {
  return major > fromMajor || (major === fromMajor && minor >= fromMinor)
}

/**
 * The lowest effort that a model accepts; undefined if unknown.
 *
 * https://developers.openai.com/api/docs/guides/reasoning: `minimal` with GPT-5 only, `none` from GPT-5.1 on, neither
 * with the Codex models; the Pro models have one level. GPT-6 always reasons.
 */
export function lowestEffort(model: string): Effort | undefined {
  if (/gpt-oss|(?:^|\/)o[1-9](?:-|$)/.test(model)) return 'low'
  const version = gptVersion(model)
  if (version === undefined || version.major < 5 || model.includes('-pro')) return undefined
  if (model.includes('codex') || version.major > 5) return 'low'
  return version.minor === 0 ? 'minimal' : 'none'
}

/** True if the model knows a level above `high`: from GPT-5.2 on. */
export function knowsXhigh(model: string): boolean {
  const version = gptVersion(model)
  return version !== undefined && isFrom(version, 5, 2)
}

/**
 * The effort that OpenAI's Chat Completions require of a request with tools. From GPT-5.2 on they reject tools with an
 * effort (https://github.com/openai/openai-openapi/issues/541), and from GPT-5.6 on also tools without one, because the
 * default is above `none` (https://github.com/BerriAI/litellm/pull/34569).
 *
 * @returns `any` if there is no such rule, `absent` if none may be sent
 */
export function effortWithTools(type: TranslatedType, model: string): 'any' | 'absent' | 'none' {
  const version = gptVersion(model)
  const isChat = type === 'openai' || type === 'openai-compatible'
  if (!isChat || version === undefined || !isFrom(version, 5, 2)) return 'any'
  return isFrom(version, 5, 6) ? 'none' : 'absent'
}
