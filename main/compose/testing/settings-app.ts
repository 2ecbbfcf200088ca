import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createRouting } from '../../proxy/route/create-routing.ts'
import { createConfigStore } from '../../settings/config-store.ts'
import { readRouterConfig } from '../../settings/read-router-config.ts'
import { registerProviders } from '../../server/routes/providers.ts'
import { registerRouting } from '../../server/routes/routing.ts'
import { registerSettings } from '../../server/routes/settings.ts'
import { createTestApp } from '../../server/routes/testing/create-test-app.ts'

export const LOGGED = { model: 'claude-3-5-haiku-x', messages: [] }

const DETAIL = {
  request: { headers: { 'X-Claude-Code-Agent-Id': ['writer'], 'content-encoding': ['gzip'] } },
}

const ROUTER = JSON.stringify({
  Providers: [
    { name: 'Groq', api_base_url: 'https://api.groq.com/openai/v1/chat/completions', api_key: '$G' },
  ],
  Router: { default: 'groq,kimi', think: 'nonsense' },
})

/** The routes of settings, providers and routing, with a real store in a temporary folder. */
export function createApp({ file, env = {} }: { file?: object | string; env?: Record<string, string> } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-routes-'))
  const path = join(folder, 'config.json')
  if (file !== undefined) writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file))
  const settings = createConfigStore({ path, log: { warn: () => undefined } })
  const prompts = {
    read: () => new Map<string, string>(),
    problems: () => [],
    follow: () => Promise.resolve(),
    onChange: () => () => undefined,
  }
  const routing = createRouting({ settings, env, prompts })
  onTestFinished(() => {
    routing.close()
    settings.close()
    rmSync(folder, { recursive: true })
  })

  const app = createTestApp()
  const upstream = new URL('https://api.anthropic.com')
  const isSelf = ({ port }: URL) => port === '3456'
  registerProviders(app, { settings, routing, env, upstream, isSelf })
  registerSettings(app, { settings })
  registerRouting(app, {
    settings,
    routing,
    env,
    prompts,
    log: {
      json: (name, params) => {
        const isKnown = 'id' in params && params.id === 'a1'
        const value = name === 'body' ? LOGGED : DETAIL
        return Promise.resolve(isKnown ? new TextEncoder().encode(JSON.stringify(value)) : undefined)
      },
    },
    routerConfig: () => Promise.resolve(readRouterConfig(ROUTER, { G: 'gsk-router' })),
  })
  return {
    store: settings,
    file: (): unknown => JSON.parse(readFileSync(path, 'utf8')),
    ask: async (method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH', url: string, payload?: object) => {
      const { statusCode: status, body } = await app.inject({ method, url, ...(payload && { payload }) })
      return { status, body: JSON.parse(body) as unknown, text: body }
    },
  }
}

export const KEY = 'sk-verysecret-0123456789'

export const NEW = {
  name: 'mine',
  apiBaseUrl: 'https://mine.example/v1',
  apiKey: KEY,
  models: ['a'],
  enabled: true,
}

export const MASKED = '••••••••6789'
