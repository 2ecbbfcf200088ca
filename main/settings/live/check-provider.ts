import { coded } from '../../../shared/language/say.ts'
import { type ProviderConfig, ProviderType } from '../../../shared/live-settings.ts'
import { isHeaderText } from '../is-header-text.ts'
import { type EntryProblem, inEntry } from './entry-problem.ts'
import { problemOfAddress } from './problem-of-address.ts'

const MAX_KEY_LENGTH = 8_192

/** Checks of a provider beyond its schema. */
export function checkProvider({ name, type, apiBaseUrl, apiKey, models }: ProviderConfig): EntryProblem[] {
  const problems: EntryProblem[] = []
  if (apiBaseUrl === undefined && !hasAddress(type ?? name)) {
    problems.push(inEntry(coded('invalid.address_required'), 'apiBaseUrl'))
  }
  if (apiBaseUrl !== undefined) {
    const problem = problemOfAddress(apiBaseUrl)
    if (problem !== undefined) problems.push(inEntry(problem, 'apiBaseUrl'))
  }
  // A provider named `anthropic` gets Claude Code's own sign-in, which belongs to one host only.
  if (name === 'anthropic' && apiBaseUrl !== undefined && apiKey === undefined) {
    problems.push(inEntry(coded('invalid.address_of_anthropic'), 'apiBaseUrl'))
  }
  // It becomes a header; an invalid one would fail every request.
  if (apiKey !== undefined && !(apiKey.length <= MAX_KEY_LENGTH && isHeaderText(apiKey))) {
    problems.push(inEntry(coded('invalid.key', { limit: MAX_KEY_LENGTH }), 'apiKey'))
  }
  if (models?.some((model) => model === '' || model !== model.trim()) === true) {
    problems.push(inEntry(coded('invalid.model_names'), 'models'))
  }
  return problems
}

function hasAddress(type: string): boolean {
  return type !== 'openai-compatible' && ProviderType.anyOf.some((known) => known.const === type)
}
