import { expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'
import { listSecrets } from './list-secrets.ts'

const NONE = { apiKey: undefined, dashboardPassword: undefined, anthropicApiKey: undefined, providerEnv: {} }

it('knows every place that a secret can be set in', () => {
  const live = {
    ...DEFAULT_LIVE_SETTINGS,
    providers: [{ name: 'one', apiKey: 'of-config', apiBaseUrl: 'http://u:in-address@x/', enabled: true }],
    requestHeaderRules: [
      { header: 'x', action: 'set' as const, value: 'Bearer of-a-rule', enabled: false },
      { header: 'x', action: 'replace' as const, find: 'was-looked-for', value: 'short', enabled: true },
    ],
  }
  const env = {
    OPENAI_API_KEY: 'of-env',
    HTTPS_PROXY: 'http://me:pa%2Fss@proxy:1',
    DATABASE_URL: 'postgresql://u:of-postgres@h/db',
  }
  const settings = {
    ...NONE,
    apiKey: 'own',
    dashboardPassword: 'of-dashboard',
    anthropicApiKey: 'anthropic',
    providerEnv: { GEMINI_API_KEY: 'of-provider' },
  }
  expect(listSecrets(settings, { live, env }).toSorted()).toEqual(
    [
      'own',
      'of-dashboard',
      'anthropic',
      'of-env',
      'of-provider',
      'pa%2Fss',
      'pa/ss',
      'of-postgres',
      'of-config',
      'in-address',
      'Bearer of-a-rule',
      'of-a-rule',
      'was-looked-for',
    ].toSorted(),
  )
})

it('takes no path, number or switch for one', () => {
  const env = {
    MAX_THINKING_TOKENS: '31999',
    SSH_KEY: '/home/me/.ssh/id',
    USE_TOKEN: 'true',
    PATH: '/bin',
    LANG: 'C.UTF-8',
    EMPTY_KEY: '',
  }
  expect(listSecrets(NONE, { live: DEFAULT_LIVE_SETTINGS, env })).toEqual([])
})
