import { expect, it } from 'vitest'
import { envLayer } from './layer.ts'
import { readProviderEnv } from './read-provider-env.ts'

it('collects what is about providers, from the strongest place that has it', () => {
  const layers = [
    envLayer({ OPENAI_API_KEY: ' sk-1 ', GROQ_MODEL: '', PATH: '/bin' }),
    envLayer({ OPENAI_API_KEY: 'sk-2', GROQ_MODEL: 'llama', MY_SERVER_BASE_URL: 'http://a' }),
    envLayer({
      PROVIDER: 'groq',
      CCPROXY_PROVIDERS_0_NAME: 'x',
      SUBAGENT_MAPPINGS: 'a:b',
      OPENROUTER_SITE_URL: 'u',
    }),
  ]
  expect(readProviderEnv(layers)).toEqual({
    OPENAI_API_KEY: 'sk-1',
    GROQ_MODEL: 'llama',
    MY_SERVER_BASE_URL: 'http://a',
    PROVIDER: 'groq',
    CCPROXY_PROVIDERS_0_NAME: 'x',
    SUBAGENT_MAPPINGS: 'a:b',
    OPENROUTER_SITE_URL: 'u',
  })
})

it('leaves out our own keys and the names of Claude Code', () => {
  const env = {
    CCPROXY_API_KEY: 'k',
    ANTHROPIC_API_KEY: 'k',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:3456',
    ANTHROPIC_MODEL: 'm',
    CLAUDE_CODE_API_KEY: 'k',
    SIGNALBOX_API_KEY: 'k',
  }
  expect(readProviderEnv([envLayer(env)])).toEqual({})
})
