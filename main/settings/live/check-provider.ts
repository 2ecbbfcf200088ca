import { type ProviderConfig, ProviderType } from '../../../shared/live-settings.ts'
import { problemOfAddress } from './problem-of-address.ts'

const MAX_KEY_LENGTH = 8_192

/** What the schema of a provider cannot say. */
export function checkProvider({ name, type, apiBaseUrl, apiKey, models }: ProviderConfig): string[] {
  const problems: string[] = []
  if (apiBaseUrl === undefined && !hasAddress(type ?? name)) {
    problems.push('apiBaseUrl is missing; only a provider that is named after a known type can do without')
  }
  if (apiBaseUrl !== undefined) {
    const problem = problemOfAddress(apiBaseUrl)
    if (problem !== undefined) problems.push(`apiBaseUrl ${problem}`)
  }
  // Whoever is called `anthropic` gets Claude Code's own sign-in, which belongs to one host only.
  if (name === 'anthropic' && apiBaseUrl !== undefined && apiKey === undefined) {
    problems.push(
      'apiBaseUrl of "anthropic" needs its own apiKey; to send everything elsewhere, set upstream.url instead',
    )
  }
  if (apiKey !== undefined && !isHeaderText(apiKey)) {
    problems.push('apiKey must be plain text of at most 8192 characters, without spaces at its ends')
  }
  if (models?.some((model) => model === '' || model !== model.trim()) === true) {
    problems.push('models must be names without spaces at their ends')
  }
  return problems
}

function hasAddress(type: string): boolean {
  return type !== 'openai-compatible' && ProviderType.anyOf.some((known) => known.const === type)
}

/** The key becomes a header, and one that cannot be sent would fail every request. */
function isHeaderText(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)
}
