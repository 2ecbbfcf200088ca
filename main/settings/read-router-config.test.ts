import { describe, expect, it } from 'vitest'
import { readRouterConfig } from './read-router-config.ts'

/** After the example in claude-code-router's README. */
const EXAMPLE = `{
  "APIKEY": "your-secret-key", // ours is another
  "PROXY_URL": "http://127.0.0.1:7890",
  "Providers": [
    { "name": "openrouter", "api_base_url": "https://openrouter.ai/api/v1/chat/completions", "api_key": "sk-or",
      "models": ["google/gemini-2.5-pro-preview"], "transformer": { "use": ["openrouter"] } },
    { "name": "ollama", "api_base_url": "http://localhost:11434/v1/chat/completions", "api_key": "ollama", "models": ["qwen"] },
    { "name": "Gemini", "api_base_url": "https://generativelanguage.googleapis.com/v1beta/models/", "api_key": "\${GEMINI}" },
    { "name": "My Volcengine", "api_base_url": "https://ark.cn-beijing.volces.com/api/v3/chat/completions", "api_key": "$NOT_SET" },
    { "name": "broken" }
  ],
  "Router": {
    "default": "openrouter,google/gemini-2.5-pro-preview", "background": "ollama,qwen", "longContext": "Gemini,g-1",
    "longContextThreshold": 80000, "webSearch": "nonsense", "image": ""
  },
}`

describe('readRouterConfig', () => {
  it('takes over providers, keys and routes, and says what it cannot', () => {
    expect(readRouterConfig(EXAMPLE, { GEMINI: 'g-key' })).toEqual({
      providers: [
        {
          name: 'openrouter',
          apiBaseUrl: 'https://openrouter.ai/api/v1',
          apiKey: 'sk-or',
          models: ['google/gemini-2.5-pro-preview'],
          enabled: true,
        },
        {
          name: 'ollama',
          apiBaseUrl: 'http://localhost:11434/v1',
          apiKey: 'ollama',
          models: ['qwen'],
          enabled: true,
        },
        {
          name: 'gemini',
          apiBaseUrl: 'https://generativelanguage.googleapis.com/v1beta',
          apiKey: 'g-key',
          enabled: true,
        },
        { name: 'my-volcengine', apiBaseUrl: 'https://ark.cn-beijing.volces.com/api/v3', enabled: true },
      ],
      routes: {
        default: { provider: 'openrouter', model: 'google/gemini-2.5-pro-preview' },
        background: { provider: 'ollama', model: 'qwen' },
        longContext: { provider: 'gemini', model: 'g-1' },
      },
      longContextThreshold: 80_000,
      problems: [
        { code: 'import.transformers', params: { provider: 'openrouter' } },
        { code: 'import.key_unset', params: { provider: 'my-volcengine' } },
        { code: 'import.incomplete_provider', params: { index: 4 } },
        { code: 'import.bad_route', params: { route: 'webSearch' } },
      ],
    })
  })

  it.each(['', '[]', '{', 'null'])('reads nothing from %j', (text) => {
    expect(readRouterConfig(text, {})).toBeUndefined()
  })

  it.each(['{}', '{"Providers":{},"Router":[]}', '{"Providers":[1,null],"Router":{"default":7}}'])(
    'finds nothing in %s',
    (text) => {
      expect(readRouterConfig(text, {})).toMatchObject({ providers: [], routes: {} })
    },
  )
})
