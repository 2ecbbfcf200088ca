import { redactProviderMessage } from './redact-provider-message.ts'
import type { Provider } from './resolve-provider.ts'

export type ErrorContext = Pick<Provider, 'name' | 'apiKey' | 'baseUrl' | 'isPublicAddress'>

/** A provider's message, redacted and prefixed with its name, so that it is not mistaken for Anthropic's or ours. */
export function quoteProvider(context: ErrorContext, words: string): string {
  return `${context.name}: ${redactProviderMessage(words, { secrets: secretsOf(context) })}`
}

function secretsOf({ apiKey, baseUrl, isPublicAddress }: ErrorContext): (string | undefined)[] {
  if (isPublicAddress) return [apiKey]
  const { host, hostname } = new URL(baseUrl)
  return [apiKey, baseUrl, host, hostname]
}
