import { describe, expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../../shared/live-settings.ts'
import { buildRouting } from './build-routing.ts'

const build = (live: Partial<LiveSettings> = {}, env: Record<string, string> = {}) =>
  buildRouting({ live: { ...DEFAULT_LIVE_SETTINGS, ...live }, env, prompts: new Map() })

const names = (live?: Partial<LiveSettings>, env?: Record<string, string>) => [
  ...build(live, env).config.providers.keys(),
]

describe('buildRouting', () => {
  it('is passive without any configuration', () => {
    expect(build().config.isPassive).toBe(true)
    const mappings = { subagents: { enable: false, mappings: { a: 'o3' } } }
    expect(build({ ...mappings, models: { advertise: [{ id: 'x' }] } }).config.isPassive).toBe(true)
  })

  it.each<[string, Partial<LiveSettings>, Record<string, string>]>([
    ['a key', {}, { OPENAI_API_KEY: 'k' }],
    ['an indexed provider', {}, { CCPROXY_PROVIDERS_0_NAME: 'x' }],
    ['PROVIDER', {}, { PROVIDER: 'anthropic' }],
    ['a route', { routes: { default: { provider: 'anthropic', model: 'm' } } }, {}],
    ['a provider', { providers: [{ name: 'groq', enabled: true }] }, {}],
    ['a key for Anthropic', { providers: [{ name: 'anthropic', apiKey: 'k', enabled: true }] }, {}],
    ['Anthropic switched off', { providers: [{ name: 'anthropic', enabled: false }] }, {}],
    ['sub-agents', { subagents: { enable: true, mappings: {} } }, {}],
  ])('is not passive with %s', (_title, live, env) => {
    expect(build(live, env).config.isPassive).toBe(false)
  })

  it.each([
    ['OPENAI_API_KEY', 'openai'],
    ['GEMINI_API_KEY', 'gemini'],
    ['GOOGLE_API_KEY', 'gemini'],
    ['DEEPSEEK_API_KEY', 'deepseek'],
    ['OPENROUTER_API_KEY', 'openrouter'],
    ['GROQ_API_KEY', 'groq'],
    ['MISTRAL_API_KEY', 'mistral'],
    ['XAI_API_KEY', 'xai'],
    ['GROK_API_KEY', 'xai'],
    ['OLLAMA_API_KEY', 'ollama'],
  ])('finds the provider whose key is %s', (variable, name) => {
    expect(names({}, { [variable]: 'k' })).toEqual(['anthropic', name])
    expect(names({}, { [variable]: ' ' })).toEqual(['anthropic'])
  })

  it('lets the file win over the environment, field by field', () => {
    const env = {
      CCPROXY_PROVIDERS_1_NAME: 'Groq',
      CCPROXY_PROVIDERS_1_API_KEY: 'k',
      CCPROXY_PROVIDERS_1_API_BASE_URL: 'http://a',
    }
    expect(build({}, env).config.providers.get('groq')).toMatchObject({
      config: { name: 'groq', apiKey: 'k', apiBaseUrl: 'http://a', enabled: true },
      type: 'groq',
      source: 'environment',
    })
    expect(
      build({ providers: [{ name: 'groq', maxTokens: 5, enabled: false }] }, env).config.providers.get(
        'groq',
      ),
    ).toEqual({
      config: { name: 'groq', apiKey: 'k', apiBaseUrl: 'http://a', maxTokens: 5, enabled: false },
      type: 'groq',
      credential: 'own',
      source: 'file',
    })
  })

  it('never takes a key along to another address', () => {
    const env = {
      CCPROXY_PROVIDERS_1_NAME: 'mine',
      CCPROXY_PROVIDERS_1_API_KEY: 'k',
      CCPROXY_PROVIDERS_1_API_BASE_URL: 'http://a.example/v1',
    }
    const keyAt = (apiBaseUrl: string) =>
      build({ providers: [{ name: 'mine', apiBaseUrl, enabled: true }] }, env).config.providers.get('mine')
        ?.config.apiKey
    expect(keyAt('http://a.example/v2')).toBe('k')
    expect(keyAt('http://b.example/v1')).toBeUndefined()
    expect(keyAt('https://a.example/v1')).toBeUndefined()
  })

  it('gives the client’s sign-in to Anthropic alone, and only without a key of its own', () => {
    const providers = [
      { name: 'work', type: 'anthropic' as const, apiBaseUrl: 'https://work.example', enabled: true },
      { name: 'openai', apiKey: 'k', enabled: true },
    ]
    const credentials = (live: Partial<LiveSettings>) =>
      Object.fromEntries(
        [...build(live).config.providers].map(([name, { credential }]) => [name, credential]),
      )
    expect(credentials({ providers })).toEqual({ anthropic: 'client', work: 'own', openai: 'own' })
    for (const own of [{ apiKey: 'k' }, { apiBaseUrl: 'https://x' }, { type: 'openai' as const }]) {
      expect(credentials({ providers: [{ name: 'anthropic', enabled: true, ...own }] })).toEqual({
        anthropic: 'own',
      })
    }
  })

  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://a.example/base/v1/', 'https://a.example/base'],
    ['https://a.example/v1/messages', 'https://a.example'],
    ['https://a.example/v1beta', 'https://a.example/v1beta'],
  ])('takes %s for an address of Anthropic’s format as %s', (apiBaseUrl, expected) => {
    const addressOf = (type: 'anthropic' | 'openai') =>
      build({ providers: [{ name: 'x', type, apiBaseUrl, enabled: true }] }).config.providers.get('x')?.config
        .apiBaseUrl
    expect(addressOf('anthropic')).toBe(expected)
    expect(addressOf('openai')).toBe(apiBaseUrl)
  })

  it('reports routes, providers and modes without a target', () => {
    const routes = {
      default: { provider: 'nobody', model: 'm', fallbacks: [{ provider: 'neither', model: 'm' }] },
      think: { provider: 'anthropic', model: 'm' },
    }
    expect(build({ routes }).problems).toEqual([
      { code: 'route.provider_missing', params: { route: 'default', provider: 'nobody' } },
      { code: 'route.fallback_missing', params: { route: 'default', provider: 'neither' } },
    ])
    const mappings = { reviewer: 'nobody,m', writer: 'gpt-4o', helper: 'claude-haiku-4-5' }
    expect(
      build({ subagents: { enable: true, mappings } }, { SUBAGENT_MAPPINGS: 'analyst:o3' }).problems,
    ).toEqual([
      { code: 'agent.provider_missing', params: { agent: 'reviewer', provider: 'nobody' } },
      { code: 'agent.provider_missing', params: { agent: 'writer', provider: 'openai' } },
      { code: 'agent.provider_missing', params: { agent: 'analyst', provider: 'openai' } },
    ])
    expect(build({ subagents: { enable: false, mappings } }).problems).toEqual([])
    const off = {
      name: 'local',
      type: 'openai-compatible' as const,
      apiBaseUrl: 'http://127.0.0.1:1',
      enabled: false,
    }
    expect(
      build({ providers: [off], routes: { think: { provider: 'local', model: 'm' } } }).problems,
    ).toEqual([{ code: 'route.provider_off', params: { route: 'think', provider: 'local' } }])
    expect(build({}, { PROVIDER: 'typo' }).problems).toEqual([
      { code: 'provider.env_missing', params: { provider: 'typo' } },
    ])
    expect(build({}, { CCPROXY_PROVIDERS_3_NAME: 'a b' }).problems).toEqual([
      { code: 'provider.env_bad_name', params: { variable: 'CCPROXY_PROVIDERS_3_NAME' } },
    ])
    expect(build({}, { PROVIDER: 'groq', GROQ_API_KEY: 'k' }).problems).toEqual([])
  })
})
