import { expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS, type ProviderConfig } from '../../../shared/live-settings.ts'
import { buildRouting } from './build-routing.ts'
import { listTargets } from './list-targets.ts'

const upstream = new URL('https://anthropic.test/base')

function targets(providers: ProviderConfig[], env: Record<string, string> = {}): Record<string, string> {
  const live = { ...DEFAULT_LIVE_SETTINGS, providers }
  const { config } = buildRouting({ live, env, prompts: new Map() })
  return Object.fromEntries(
    listTargets(config, { env, upstream }).map(({ name, baseUrl }) => [name, baseUrl.href]),
  )
}

it('knows where Anthropic is, and every provider that is set up', () => {
  const providers: ProviderConfig[] = [
    { name: 'mine', apiBaseUrl: 'http://127.0.0.1:1234', enabled: true },
    { name: 'claude-b', type: 'anthropic', apiBaseUrl: 'https://b.test/v1', apiKey: 'k', enabled: true },
  ]
  expect(targets(providers, { OPENAI_API_KEY: 'k' })).toEqual({
    anthropic: 'https://anthropic.test/base',
    openai: 'https://api.openai.com/v1',
    mine: 'http://127.0.0.1:1234/v1',
    'claude-b': 'https://b.test/',
  })
})

it('leaves out what is switched off, or cannot be asked', () => {
  const providers: ProviderConfig[] = [
    { name: 'anthropic', enabled: false },
    { name: 'gemini', enabled: true },
    { name: 'nowhere', enabled: true },
  ]
  expect(targets(providers)).toEqual({})
})
