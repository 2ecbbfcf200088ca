import { describe, expect, it } from 'vitest'
import { readIndexedProviders } from './read-indexed-providers.ts'

describe('readIndexedProviders', () => {
  it('reads them in the order of their numbers', () => {
    const env = {
      CCPROXY_PROVIDERS_10_NAME: 'mine',
      CCPROXY_PROVIDERS_10_API_BASE_URL: 'http://127.0.0.1:8000/v1',
      CCPROXY_PROVIDERS_10_ENABLED: 'False',
      CCPROXY_PROVIDERS_2_NAME: 'OpenAI',
      CCPROXY_PROVIDERS_2_API_KEY: ' sk-2 ',
    }
    expect(readIndexedProviders(env)).toEqual({
      providers: [
        { name: 'openai', apiKey: 'sk-2', enabled: true },
        { name: 'mine', apiBaseUrl: 'http://127.0.0.1:8000/v1', enabled: false },
      ],
      problems: [],
    })
  })

  it('leaves the key to the variable that bears the provider’s name', () => {
    const indexed = { CCPROXY_PROVIDERS_0_NAME: 'gemini', CCPROXY_PROVIDERS_0_API_KEY: 'g-2' }
    const key = (env: Record<string, string>) =>
      readIndexedProviders({ ...indexed, ...env }).providers[0]?.apiKey
    expect(key({})).toBe('g-2')
    expect(key({ GOOGLE_API_KEY: 'g-1' })).toBeUndefined()
    expect(key({ OPENAI_API_KEY: 'sk-1' })).toBe('g-2')
  })

  it('names what is no name', () => {
    const env = { CCPROXY_PROVIDERS_0_NAME: '../x', CCPROXY_PROVIDERS_1_API_KEY: 'k' }
    expect(readIndexedProviders(env)).toEqual({
      providers: [],
      problems: [{ code: 'provider.env_bad_name', params: { variable: 'CCPROXY_PROVIDERS_0_NAME' } }],
    })
  })
})
