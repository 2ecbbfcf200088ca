import type { LanguageModelV4 } from '@ai-sdk/provider'
import { mergeCalls } from './merge-call-events.ts'
import type { Provider, TranslatedType } from './resolve-provider.ts'

export interface ModelOptions {
  /** Model name at the provider. */
  model: string
  fetch: typeof globalThis.fetch
  /** Identifies the app in OpenRouter's rankings (`OPENROUTER_SITE_URL`, `OPENROUTER_SITE_NAME`). */
  site?: { url?: string | undefined; name?: string | undefined } | undefined
}

/** The namespace under which each library reads and writes provider-specific data. For unknown servers we choose it. */
export const NAMESPACE = {
  openai: 'openai',
  'openai-responses': 'openai',
  gemini: 'google',
  deepseek: 'deepseek',
  openrouter: 'openrouter',
  groq: 'groq',
  mistral: 'mistral',
  xai: 'xai',
  ollama: 'openaiCompatible',
  'openai-compatible': 'openaiCompatible',
} as const satisfies Record<TranslatedType, string>

/**
 * Creates the library's model for one request. Libraries are loaded on first use: together they are several megabytes
 * that most users never need.
 */
export function createModel(provider: Provider, options: ModelOptions): Promise<LanguageModelV4> {
  return CREATE[provider.type](provider, options)
}

type Create = (provider: Provider, options: ModelOptions) => Promise<LanguageModelV4>

const CREATE: Record<TranslatedType, Create> = {
  openai: async (provider, { model, fetch }) => {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return createOpenAI(connection(provider, fetch)).chat(model)
  },
  'openai-responses': async (provider, { model, fetch }) => {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return createOpenAI(connection(provider, fetch)).responses(model)
  },
  gemini: async (provider, { model, fetch }) => {
    const { createGoogle } = await import('@ai-sdk/google')
    return createGoogle(connection(provider, fetch)).languageModel(model)
  },
  deepseek: async (provider, { model, fetch }) => {
    const { createDeepSeek } = await import('@ai-sdk/deepseek')
    return createDeepSeek(connection(provider, fetch)).languageModel(model)
  },
  openrouter: async (provider, { model, fetch, site }) => {
    const { createOpenRouter } = await import('@openrouter/ai-sdk-provider')
    const headers = {
      ...(site?.url !== undefined && { 'HTTP-Referer': site.url }),
      ...(site?.name !== undefined && { 'X-Title': site.name }),
    }
    const settings = { ...connection(provider, mergeCalls(fetch)), headers, compatibility: 'strict' as const }
    return createOpenRouter(settings).chat(model)
  },
  groq: async (provider, { model, fetch }) => {
    const { createGroq } = await import('@ai-sdk/groq')
    return createGroq(connection(provider, fetch)).languageModel(model)
  },
  mistral: async (provider, { model, fetch }) => {
    const { createMistral } = await import('@ai-sdk/mistral')
    return createMistral(connection(provider, fetch)).languageModel(model)
  },
  xai: async (provider, { model, fetch }) => {
    const { createXai } = await import('@ai-sdk/xai')
    return createXai(connection(provider, fetch)).languageModel(model)
  },
  ollama: createCompatible,
  'openai-compatible': createCompatible,
}

async function createCompatible(
  { baseUrl, apiKey, type }: Provider,
  { model, fetch }: ModelOptions,
): Promise<LanguageModelV4> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  return createOpenAICompatible({
    name: NAMESPACE[type],
    baseURL: baseUrl,
    ...(apiKey !== undefined && { apiKey }),
    fetch,
    includeUsage: true,
    supportsStructuredOutputs: true,
  }).chatModel(model)
}

/** Always passes a key, even an empty one: otherwise these libraries look for one in the environment. */
function connection(
  { baseUrl, apiKey = '' }: Provider,
  fetch: typeof globalThis.fetch,
): { baseURL: string; apiKey: string; fetch: typeof globalThis.fetch } {
  return { baseURL: baseUrl, apiKey, fetch }
}
