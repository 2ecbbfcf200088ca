import { describe, expect, it } from 'vitest'
import { providersFromEnv } from './providers-from-env.ts'

it('finds every provider whose key is there, and does not copy the keys', () => {
  const found = providersFromEnv({
    OPENAI_API_KEY: 'a',
    GOOGLE_API_KEY: 'b',
    GROK_API_KEY: 'c',
    MISTRAL_API_KEY: ' ',
  })
  expect(found.providers).toEqual([
    { name: 'openai', type: 'openai', enabled: true },
    { name: 'gemini', type: 'gemini', enabled: true },
    { name: 'xai', type: 'xai', enabled: true },
  ])
  expect(found.single).toBeUndefined()
})

describe('PROVIDER', () => {
  it('sends everything to one provider, with the document’s model and limit', () => {
    const { single, providers } = providersFromEnv({
      PROVIDER: 'groq',
      GROQ_API_KEY: 'k',
      OPENAI_API_KEY: 'k',
    })
    expect(single).toEqual({
      model: 'moonshotai/kimi-k2-instruct',
      provider: {
        name: 'groq',
        type: 'groq',
        enabled: true,
        models: ['moonshotai/kimi-k2-instruct'],
        maxTokens: 16_384,
      },
    })
    expect(providers.map(({ name }) => name)).toEqual(['openai', 'groq'])
  })

  it('takes model and limit from the environment where it says them', () => {
    const { single } = providersFromEnv({
      PROVIDER: 'OpenAI',
      OPENAI_MODEL: 'gpt-5.1',
      OPENAI_MAX_TOKENS: '9',
    })
    expect(single).toMatchObject({ model: 'gpt-5.1', provider: { models: ['gpt-5.1'] } })
    // `resolveProvider` reads it from the environment.
    expect(single?.provider).not.toHaveProperty('maxTokens')
  })

  it('says what it cannot have', () => {
    expect(providersFromEnv({ PROVIDER: 'nobody' }).problems).toEqual([
      expect.objectContaining({ code: 'provider.env_unknown' }),
    ])
    expect(providersFromEnv({ PROVIDER: 'openai-compatible' }).problems).toEqual([
      {
        code: 'provider.env_needs_model',
        params: { provider: 'openai-compatible', variable: 'OPENAI_COMPATIBLE_MODEL' },
      },
    ])
    expect(providersFromEnv({ PROVIDER: 'anthropic' })).toEqual({
      providers: [],
      single: undefined,
      problems: [],
    })
  })
})
