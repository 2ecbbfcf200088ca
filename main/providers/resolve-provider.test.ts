import { describe, expect, it } from 'vitest'
import type { ProviderConfig, ProviderType } from '../../shared/live-settings.ts'
import { ProviderError } from './errors.ts'
import { PROVIDER_TYPES } from './provider-types.ts'
import { findNativeKey, providerType, resolveProvider } from './resolve-provider.ts'

function resolve(config: Omit<ProviderConfig, 'enabled'>, env: Record<string, string> = {}) {
  return resolveProvider({ enabled: true, ...config }, env)
}

describe('the kind of a provider', () => {
  it('is what its name says, unless it is said', () => {
    expect(providerType({ name: 'groq' })).toBe('groq')
    expect(providerType({ name: 'together' })).toBe('openai-compatible')
    expect(providerType({ name: 'groq', type: 'openai' })).toBe('openai')
  })
})

describe('the address', () => {
  it('defaults to the public address of the kind', () => {
    expect(resolve({ name: 'openai', apiKey: 'k' })).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      isPublicAddress: true,
    })
    expect(resolve({ name: 'ollama' }).baseUrl).toBe('http://localhost:11434/v1')
  })

  it('is the configured one, before the one in the environment', () => {
    const env = { OPENAI_BASE_URL: 'https://env.test', OPENAI_API_KEY: 'k' }
    expect(resolve({ name: 'openai' }, env)).toMatchObject({
      baseUrl: 'https://env.test/v1',
      isPublicAddress: false,
    })
    expect(resolve({ name: 'openai', apiBaseUrl: 'https://file.test' }, env).baseUrl).toBe(
      'https://file.test/v1',
    )
  })

  it('must be there for a server of the user’s own, and be one', () => {
    expect(() => resolve({ name: 'mine' })).toThrow('The provider “mine” has no address. Set its apiBaseUrl.')
    expect(() => resolve({ name: 'mine', apiBaseUrl: 'nonsense' })).toThrow('isn’t an http or https address')
  })
})

describe('the key', () => {
  it('comes from the configuration, else from the variables of the kind in their order', () => {
    expect(resolve({ name: 'gemini', apiKey: 'own' }, { GEMINI_API_KEY: 'env' }).apiKey).toBe('own')
    expect(resolve({ name: 'gemini' }, { GOOGLE_API_KEY: 'google', GEMINI_API_KEY: 'gemini' }).apiKey).toBe(
      'gemini',
    )
    expect(resolve({ name: 'gemini' }, { GOOGLE_API_KEY: 'google' }).apiKey).toBe('google')
    expect(resolve({ name: 'xai' }, { GROK_API_KEY: 'grok' }).apiKey).toBe('grok')
  })

  it('may be named after the provider itself', () => {
    const config = { name: 'my-server', apiBaseUrl: 'https://my.test' }
    expect(resolve(config, { MY_SERVER_API_KEY: 'mine' }).apiKey).toBe('mine')
  })

  it('is missed in words that say where to put it', () => {
    const missing = () => resolve({ name: 'deepseek' })
    expect(missing).toThrow(ProviderError)
    expect(missing).toThrow(
      'The provider “deepseek” has no key. Add it in Signalbox, or set DEEPSEEK_API_KEY.',
    )
  })

  it('is not needed for servers of the user’s own', () => {
    expect(resolve({ name: 'ollama' }).apiKey).toBe('ollama')
    expect(resolve({ name: 'mine', apiBaseUrl: 'http://127.0.0.1:8000' }).apiKey).toBeUndefined()
  })
})

describe('a key of the environment', () => {
  const types = Object.keys(PROVIDER_TYPES).filter((type): type is ProviderType => type !== 'anthropic')
  const env = Object.fromEntries(
    Object.values(PROVIDER_TYPES).flatMap(({ keyNames }) => keyNames.map((name) => [name, `canary-${name}`])),
  )

  function keyOf(config: Omit<ProviderConfig, 'enabled'>): string | undefined {
    try {
      return resolve(config, env).apiKey
    } catch {
      return undefined
    }
  }

  it('is found only by providers of its own kind, whatever they are called', () => {
    for (const type of types) {
      for (const name of [...types, 'anthropic', 'google', 'grok', 'mine']) {
        const key = keyOf({ name, type })
        const allowed = [
          ...PROVIDER_TYPES[type].keyNames.map((variable) => `canary-${variable}`),
          'ollama',
          undefined,
        ]
        expect(allowed).toContain(key)
      }
    }
  })

  it('does not follow its kind to an address that the user chose for another provider', () => {
    for (const type of types) {
      const key = keyOf({ name: 'elsewhere', type, apiBaseUrl: 'https://elsewhere.test' })
      expect([undefined, 'ollama']).toContain(key)
    }
    expect(keyOf({ name: 'openai', apiBaseUrl: 'https://gateway.test' })).toBe('canary-OPENAI_API_KEY')
  })
})

describe('a provider of Anthropic’s own format', () => {
  it('is not to be translated', () => {
    expect(() => resolve({ name: 'anthropic' })).toThrow('Anthropic’s own format')
  })

  const config = { name: 'work', type: 'anthropic' as const, enabled: true, apiBaseUrl: 'https://gw.test' }
  const env = { WORK_API_KEY: 'w', ANTHROPIC_API_KEY: 'a', GEMINI_API_KEY: 'g' }

  it.each([
    ['its own, before the environment', { ...config, apiKey: 'k' }, 'k'],
    ['the one that bears its name', config, 'w'],
    ['none of another provider', { ...config, name: 'gemini' }, undefined],
    ['none that is Anthropic’s, at another address', { ...config, name: 'other' }, undefined],
  ])('gets %s', (_what, given, key) => {
    expect(findNativeKey(given, env)).toBe(key)
  })
})
