import type { LanguageModelV4ProviderTool } from '@ai-sdk/provider'
import { cannotTranslate } from '../errors.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import type { Fields } from './fields.ts'

/**
 * The provider's own web search in place of Anthropic's (`web_search_20250305`), for which Claude Code sends a separate
 * request.
 *
 * @param path of the tool in the request
 * @returns undefined for another tool, or if the provider has no search
 * @throws ProviderError that names the field
 */
export function toWebSearch(
  tool: Fields,
  { type, path }: { type: TranslatedType; path: string },
): LanguageModelV4ProviderTool | undefined {
  if (!String(tool['type']).startsWith('web_search')) return undefined
  const allowed = readDomains(tool, 'allowed_domains', path)
  const blocked = readDomains(tool, 'blocked_domains', path)
  switch (type) {
    case 'openai-responses': {
      const filters = {
        ...(allowed && { allowedDomains: allowed }),
        ...(blocked && { blockedDomains: blocked }),
      }
      const args = allowed === undefined && blocked === undefined ? {} : { filters }
      return { type: 'provider', id: 'openai.web_search', name: 'web_search', args }
    }
    case 'xai': {
      const args = {
        ...(allowed && { allowedDomains: allowed }),
        ...(blocked && { excludedDomains: blocked }),
      }
      return { type: 'provider', id: 'xai.web_search', name: 'web_search', args }
    }
    case 'gemini': {
      const field = allowed === undefined ? 'blocked_domains' : 'allowed_domains'
      if (allowed !== undefined || blocked !== undefined)
        throw cannotTranslate(`${path}.${field}`, 'Google’s search can’t be limited to domains')
      return { type: 'provider', id: 'google.google_search', name: 'google_search', args: {} }
    }
    case 'openai':
    case 'deepseek':
    case 'openrouter':
    case 'groq':
    case 'mistral':
    case 'ollama':
    case 'openai-compatible':
      return undefined
  }
}

/** An empty list is treated as absent. */
function readDomains(tool: Fields, name: string, path: string): string[] | undefined {
  const value = tool[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) throw cannotTranslate(`${path}.${name}`, 'Input should be a valid list')
  const domains = value.filter((domain) => typeof domain === 'string')
  return domains.length === 0 ? undefined : domains
}
