import type { ProviderType } from '../../shared/live-settings.ts'

/** Built-in facts about a provider type, independent of configuration. */
export interface ProviderTypeFacts {
  label: string
  /** Shown in the UI. */
  abilities: string
  /** Undefined if only the user knows it. */
  baseUrl: string | undefined
  /** Path prefix of the endpoints, added to an address without a version. */
  version: string
  /** Environment variables of the key; the first one that is set wins. */
  keyNames: readonly string[]
  /** Sent if no key is configured. Undefined: a key is required; null: none is required or sent. */
  defaultKey: string | null | undefined
  /** `<PREFIX>_BASE_URL`, `<PREFIX>_MODEL` and `<PREFIX>_MAX_TOKENS`. */
  envPrefix: string
  /** For single-provider mode (`PROVIDER`, from CCProxy), if `<PREFIX>_MODEL` is not set. */
  defaultModel: string | undefined
  /** The same for `<PREFIX>_MAX_TOKENS`, in tokens. */
  defaultMaxTokens: number | undefined
}

const OPENAI = {
  baseUrl: 'https://api.openai.com',
  version: '/v1',
  keyNames: ['OPENAI_API_KEY'],
  defaultKey: undefined,
  envPrefix: 'OPENAI',
  defaultModel: 'gpt-4o',
  defaultMaxTokens: 4096,
}

export const PROVIDER_TYPES: Readonly<Record<ProviderType, ProviderTypeFacts>> = {
  anthropic: {
    label: 'Anthropic',
    abilities: 'Native format with all Claude features',
    baseUrl: 'https://api.anthropic.com',
    version: '/v1',
    keyNames: ['ANTHROPIC_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'ANTHROPIC',
    defaultModel: undefined,
    defaultMaxTokens: undefined,
  },
  openai: { label: 'OpenAI', abilities: 'Tools, images, PDF, streaming', ...OPENAI },
  'openai-responses': {
    label: 'OpenAI Responses',
    abilities: 'Tools, images, PDF, streaming, reasoning across turns',
    ...OPENAI,
  },
  gemini: {
    label: 'Google Gemini',
    abilities: 'Tools, images, PDF, streaming, thinking',
    baseUrl: 'https://generativelanguage.googleapis.com',
    version: '/v1beta',
    keyNames: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'GEMINI',
    defaultModel: 'gemini-2.0-flash',
    defaultMaxTokens: 32_768,
  },
  deepseek: {
    label: 'DeepSeek',
    abilities: 'Code models, tools, streaming, reasoning',
    baseUrl: 'https://api.deepseek.com',
    version: '/v1',
    keyNames: ['DEEPSEEK_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'DEEPSEEK',
    defaultModel: 'deepseek-chat',
    defaultMaxTokens: 8192,
  },
  openrouter: {
    label: 'OpenRouter',
    abilities: 'More than 100 models with one key',
    baseUrl: 'https://openrouter.ai/api',
    version: '/v1',
    keyNames: ['OPENROUTER_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'OPENROUTER',
    defaultModel: 'openai/gpt-4o',
    defaultMaxTokens: 4096,
  },
  groq: {
    label: 'Groq',
    abilities: 'Tools, images on some models, very fast streaming',
    baseUrl: 'https://api.groq.com/openai',
    version: '/v1',
    keyNames: ['GROQ_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'GROQ',
    defaultModel: 'moonshotai/kimi-k2-instruct',
    defaultMaxTokens: 16_384,
  },
  mistral: {
    label: 'Mistral',
    abilities: 'Tools, images, PDF, streaming',
    baseUrl: 'https://api.mistral.ai',
    version: '/v1',
    keyNames: ['MISTRAL_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'MISTRAL',
    defaultModel: 'mistral-large-latest',
    defaultMaxTokens: 32_768,
  },
  xai: {
    label: 'xAI',
    abilities: 'Tools, images, streaming, reasoning',
    baseUrl: 'https://api.x.ai',
    version: '/v1',
    keyNames: ['XAI_API_KEY', 'GROK_API_KEY'],
    defaultKey: undefined,
    envPrefix: 'XAI',
    defaultModel: 'grok-beta',
    defaultMaxTokens: 128_000,
  },
  ollama: {
    label: 'Ollama',
    abilities: 'Local models, no key required',
    baseUrl: 'http://localhost:11434',
    version: '/v1',
    keyNames: ['OLLAMA_API_KEY'],
    defaultKey: 'ollama',
    envPrefix: 'OLLAMA',
    defaultModel: 'llama3.2',
    defaultMaxTokens: 4096,
  },
  'openai-compatible': {
    label: 'OpenAI-compatible server',
    abilities: 'Depends on the server: LM Studio, vLLM, llama.cpp, …',
    baseUrl: undefined,
    version: '/v1',
    keyNames: [],
    defaultKey: null,
    envPrefix: 'OPENAI_COMPATIBLE',
    defaultModel: undefined,
    defaultMaxTokens: undefined,
  },
}

export function isProviderType(name: string): name is ProviderType {
  return Object.hasOwn(PROVIDER_TYPES, name)
}
