import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fc from 'fast-check'
import Fastify from 'fastify'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRouting } from '../../proxy/route/create-routing.ts'
import { createConfigStore } from '../../settings/config-store.ts'
import { readRouterConfig } from '../../settings/read-router-config.ts'
import { acceptJson } from './accept-json.ts'
import { errorReply } from '../errors.ts'
import { validate } from './query/validate.ts'
import { toAppError } from '../to-app-error.ts'
import { registerProviders } from './providers.ts'
import { registerRouting } from './routing.ts'
import { registerSettings } from './settings.ts'

/** Set `SIGNALBOX_FUZZ=10000` for the full campaign. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 40)

const LOGGED = { model: 'claude-3-5-haiku-x', messages: [] }
const DETAIL = {
  request: { headers: { 'X-Claude-Code-Agent-Id': ['writer'], 'content-encoding': ['gzip'] } },
}
const ROUTER = JSON.stringify({
  Providers: [
    { name: 'Groq', api_base_url: 'https://api.groq.com/openai/v1/chat/completions', api_key: '$G' },
  ],
  Router: { default: 'groq,kimi', think: 'nonsense' },
})

/** The routes with a real store in a temporary folder. */
function createApp({ file, env = {} }: { file?: object | string; env?: Record<string, string> } = {}) {
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

  const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(() => JSON.stringify)
  acceptJson(app)
  app.setErrorHandler((thrown, request, reply) => {
    const { status, body } = errorReply(toAppError(thrown), { url: request.url, id: '' })
    return reply.code(status).type('application/json').send(body)
  })
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

const KEY = 'sk-verysecret-0123456789'
const NEW = { name: 'mine', apiBaseUrl: 'https://mine.example/v1', apiKey: KEY, models: ['a'], enabled: true }
const MASKED = '••••••••6789'

describe.each(['/providers', '/api/providers'])('%s', (root) => {
  it('adds, shows, lists, changes, switches and removes a provider', async () => {
    const { ask, file } = createApp()
    const shown = {
      ...NEW,
      apiKey: MASKED,
      type: 'openai-compatible',
      keySource: 'file',
      source: 'file',
    }
    expect(await ask('POST', root, NEW)).toMatchObject({ status: 201, body: shown })
    expect(await ask('GET', `${root}/mine`)).toMatchObject({ status: 200, body: shown })
    expect((await ask('GET', root)).body).toEqual([
      {
        name: 'anthropic',
        type: 'anthropic',
        apiBaseUrl: 'https://api.anthropic.com',
        keySource: 'client',
        models: [],
        enabled: true,
        source: 'built-in',
      },
      shown,
    ])
    expect(await ask('PUT', `${root}/mine`, { models: ['b'], maxTokens: 5 })).toMatchObject({
      status: 200,
      body: { ...shown, models: ['b'], maxTokens: 5 },
    })
    expect(await ask('PATCH', `${root}/mine/toggle`)).toMatchObject({
      status: 200,
      body: { code: 'provider.switched_off', params: { provider: 'mine' } },
    })
    expect(file()).toEqual({ providers: [{ ...NEW, models: ['b'], maxTokens: 5, enabled: false }] })
    expect(await ask('DELETE', `${root}/mine`)).toMatchObject({
      status: 200,
      body: { message: expect.any(String) },
    })
    expect(file()).toEqual({ providers: [] })
  })

  it('answers 409 for a name that is taken and 404 for one that is not there', async () => {
    const { ask } = createApp({ file: { providers: [NEW, { name: 'groq' }] } })
    expect(await ask('POST', root, NEW)).toMatchObject({ status: 409, body: { error: expect.any(String) } })
    expect(await ask('POST', root, { name: 'anthropic' })).toMatchObject({ status: 409 })
    expect(await ask('PUT', `${root}/mine`, { name: 'groq' })).toMatchObject({ status: 409 })
    for (const [method, url] of [
      ['GET', `${root}/none`],
      ['PUT', `${root}/none`],
      ['DELETE', `${root}/none`],
      ['PATCH', `${root}/none/toggle`],
    ] as const) {
      expect(await ask(method, url, method === 'PUT' ? {} : undefined)).toMatchObject({ status: 404 })
    }
  })

  it.each([
    [{ ...NEW, name: 'No Name' }, '/name'],
    [{ apiBaseUrl: 'https://x' }, '/name'],
    [{ ...NEW, apiBaseUrl: 'ftp://x' }, '/apiBaseUrl'],
    [{ ...NEW, apiBaseUrl: 'http://169.254.169.254' }, '/apiBaseUrl'],
    [{ ...NEW, apiBaseUrl: 'http://localhost:3456' }, '/apiBaseUrl'],
    [{ name: 'mine' }, '/apiBaseUrl'],
    [{ ...NEW, apiKey: 'a\nb' }, '/apiKey'],
    [{ ...NEW, models: [''] }, '/models'],
    [{ ...NEW, maxTokens: 0 }, '/maxTokens'],
    [{ ...NEW, type: 'bedrock' }, '/type'],
    [{ ...NEW, enabled: 'yes' }, '/enabled'],
  ])('refuses %j and names the field', async (body, path) => {
    const { ask, store } = createApp()
    const { status, body: response, text } = await ask('POST', root, body)
    expect({ status, response }).toMatchObject({
      status: 400,
      response: { issues: [expect.objectContaining({ path })] },
    })
    expect(text).not.toContain('verysecret')
    expect(store.read().providers).toEqual([])
  })
})

describe('a key', () => {
  const stored = (app: ReturnType<typeof createApp>) => app.store.read().providers[0]?.apiKey

  it.each([undefined, MASKED, '••••'])('stays when a PUT says %s', async (apiKey) => {
    const app = createApp({ file: { providers: [NEW] } })
    const change = {
      models: ['b'],
      enabled: false,
      apiBaseUrl: 'https://mine.example/v2',
      ...(apiKey && { apiKey }),
    }
    expect(await app.ask('PUT', '/providers/mine', change)).toMatchObject({
      status: 200,
      body: { apiKey: MASKED },
    })
    expect(stored(app)).toBe(KEY)
  })

  it('is replaced by another and removed by null', async () => {
    const app = createApp({ file: { providers: [NEW] } })
    await app.ask('PUT', '/providers/mine', { apiKey: 'sk-2' })
    expect(stored(app)).toBe('sk-2')
    expect((await app.ask('PUT', '/providers/mine', { apiKey: null })).body).toMatchObject({
      keySource: 'none',
    })
    expect(stored(app)).toBeUndefined()
  })

  it('does not go along to another host, by address or by type', async () => {
    const app = createApp({ file: { providers: [NEW, { name: 'x', type: 'openai', apiKey: KEY }] } })
    const changes = [
      ['mine', { apiBaseUrl: 'https://evil.example/v1' }],
      ['mine', { apiBaseUrl: 'http://mine.example/v1', apiKey: MASKED }],
      ['x', { type: 'groq' }],
    ] as const
    for (const [name, change] of changes) {
      expect(await app.ask('PUT', `/providers/${name}`, change)).toMatchObject({
        status: 400,
        body: { issues: [{ path: '/apiKey', code: 'invalid.key_of_other_host' }] },
      })
    }
    const moved = { apiBaseUrl: 'https://evil.example/v1', apiKey: 'sk-2' }
    expect(await app.ask('PUT', '/providers/mine', moved)).toMatchObject({ status: 200 })
  })

  it('of the environment is masked, is never written, and does not go along either', async () => {
    const app = createApp({ env: { OPENAI_API_KEY: KEY } })
    const list = await app.ask('GET', '/providers')
    expect(list.body).toMatchObject([{}, { name: 'openai', apiKey: MASKED, keySource: 'environment' }])
    expect(await app.ask('PUT', '/providers/openai', { apiBaseUrl: 'https://evil.example' })).toMatchObject({
      status: 400,
    })
    expect(await app.ask('PUT', '/providers/openai', { models: ['o3'] })).toMatchObject({
      status: 200,
      body: { apiKey: MASKED, keySource: 'environment', source: 'file' },
    })
    expect(app.file()).toEqual({ providers: [{ name: 'openai', enabled: true, models: ['o3'] }] })
  })

  it('is in no answer', async () => {
    const app = createApp({ file: { providers: [NEW] }, env: { GROQ_API_KEY: KEY } })
    const responses = await Promise.all([
      app.ask('GET', '/providers'),
      app.ask('GET', '/api/providers/mine'),
      app.ask('PUT', '/api/providers/mine', { enabled: false }),
      app.ask('PATCH', '/api/providers/groq/toggle'),
      app.ask('GET', '/api/routes'),
      app.ask('GET', '/api/settings'),
      app.ask('POST', '/api/routes/test', { body: { model: 'mine,x' } }),
      app.ask('POST', '/api/routes/import', {}),
    ])
    for (const { status, text } of responses) {
      expect(status).toBe(200)
      expect(text).not.toContain('verysecret')
      expect(text).not.toContain('gsk-router')
    }
  })
})

describe('a provider that something depends on', () => {
  const routes = {
    default: { provider: 'mine', model: 'a' },
    think: { provider: 'x', model: 'a', fallbacks: [{ provider: 'mine', model: 'b' }] },
  }

  it('is not removed while routes lead to it', async () => {
    const { ask } = createApp({ file: { providers: [NEW], routes } })
    expect(await ask('DELETE', '/providers/mine')).toMatchObject({
      status: 409,
      body: { issues: [{ code: 'provider.in_use', params: { routes: 'default, think' } }] },
    })
  })

  it('takes its routes along to another name', async () => {
    const { ask, store } = createApp({ file: { providers: [NEW], routes } })
    expect(await ask('PUT', '/providers/mine', { name: 'ours' })).toMatchObject({
      status: 200,
      body: { name: 'ours' },
    })
    expect(store.read().routes).toMatchObject({
      default: { provider: 'ours' },
      think: { provider: 'x', fallbacks: [{ provider: 'ours' }] },
    })
  })

  it('or that the environment knows can be switched off, and not removed or renamed', async () => {
    const { ask, file } = createApp({ env: { GROQ_API_KEY: 'k' } })
    expect(await ask('DELETE', '/providers/groq')).toMatchObject({ status: 409 })
    expect(await ask('PUT', '/providers/groq', { name: 'grok' })).toMatchObject({ status: 409 })
    expect(await ask('PATCH', '/providers/groq/toggle')).toMatchObject({ status: 200 })
    expect(file()).toEqual({ providers: [{ name: 'groq', enabled: false }] })
  })

  it('is not lost when two are added at once', async () => {
    const { ask, store } = createApp()
    await Promise.all(['a', 'b', 'c'].map((name) => ask('POST', '/providers', { ...NEW, name })))
    expect(store.read().providers.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })
})

describe('/api/settings', () => {
  const rules = {
    requestHeaderRules: [{ header: 'x-a', action: 'set', value: '1', enabled: true }],
    responseHeaderRules: [{ header: 'x-b', action: 'block', enabled: false }],
  }

  it('replaces both lists and echoes them', async () => {
    const { ask, file } = createApp()
    expect((await ask('GET', '/api/settings')).body).toEqual({
      requestHeaderRules: [],
      responseHeaderRules: [],
    })
    expect(await ask('PUT', '/api/settings', rules)).toMatchObject({ status: 200, body: rules })
    expect((await ask('GET', '/api/settings')).body).toEqual(rules)
    const less = { requestHeaderRules: [], responseHeaderRules: rules.responseHeaderRules }
    expect((await ask('PUT', '/api/settings', less)).body).toEqual(less)
    expect(file()).toEqual(less)
  })

  it.each([
    [{}, '/requestHeaderRules'],
    [{ requestHeaderRules: [] }, '/responseHeaderRules'],
    [{ ...rules, requestHeaderRules: [{ header: 'x' }] }, '/requestHeaderRules/0/action'],
    [
      { ...rules, requestHeaderRules: [{ header: 'Host', action: 'block', enabled: true }] },
      '/requestHeaderRules/0/header',
    ],
    [
      { ...rules, responseHeaderRules: [{ header: 'x', action: 'set', value: 'a\r\nb', enabled: true }] },
      '/responseHeaderRules/0/value',
    ],
  ])('refuses %j with the path of the field', async (body, path) => {
    const { ask, store } = createApp()
    expect(await ask('PUT', '/api/settings', body)).toMatchObject({
      status: 400,
      body: {
        details: expect.stringContaining(`${path}: `),
        issues: expect.arrayContaining([expect.objectContaining({ path })]),
      },
    })
    expect(store.read().requestHeaderRules).toEqual([])
  })

  it('answers any body with 200 or 400, and the file always loads', async () => {
    const { ask, store, file } = createApp({ file: {} })
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('x-a', 'host', 'a\r\nb', ''))
    const rule = fc.record(
      {
        header: text,
        action: fc.constantFrom('block', 'set', 'replace', 'drop'),
        value: text,
        find: text,
        enabled: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: ['header'] },
    )
    const list = fc.oneof(fc.array(rule, { maxLength: 3 }), fc.jsonValue())
    const good = fc.array(
      fc.record({
        header: fc.constantFrom('x-a', 'x-b'),
        action: fc.constant('block'),
        enabled: fc.boolean(),
      }),
    )
    const body = fc.oneof(
      fc.record({ requestHeaderRules: fc.oneof(list, good), responseHeaderRules: fc.oneof(list, good) }),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
    )
    const seen = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const { status } = await ask('PUT', '/api/settings', payload)
        seen.set(status, (seen.get(status) ?? 0) + 1)
        expect([200, 400]).toContain(status)
        expect(file()).toBeTypeOf('object')
        expect(store.problems()).toEqual([])
      }),
      // A valid body, because the generator alone may not produce one.
      { numRuns: ROUNDS, examples: [[{ requestHeaderRules: [], responseHeaderRules: [] }]] },
    )
    expect([...seen.keys()].toSorted((a, b) => a - b)).toEqual([200, 400])
  }, 900_000)

  it('says so when the file is broken, and writes nothing', async () => {
    const { ask } = createApp({ file: '{ "a": ' })
    expect(await ask('PUT', '/api/settings', rules)).toMatchObject({
      status: 503,
      body: { issues: [{ code: 'file.syntax' }, { code: 'file.fix' }, { code: 'effect.nothing_changed' }] },
    })
  })
})

describe('/api/routes', () => {
  const change = {
    routes: { default: { provider: 'mine', model: 'a' } },
    subagents: { enable: true, mappings: { writer: 'mine,b' } },
  }

  it('replaces routes and sub-agents, and what else is said', async () => {
    const { ask } = createApp({
      file: { providers: [NEW], routes: { think: { provider: 'mine', model: 'x' } } },
    })
    const more = { routing: { longContextThreshold: 5 }, models: { advertise: [{ id: 'claude-z' }] } }
    expect(await ask('PUT', '/api/routes', change)).toMatchObject({
      status: 200,
      body: {
        ...change,
        routing: { longContextThreshold: 60_000 },
        models: { advertise: [] },
        problems: [],
        issues: [],
      },
    })
    expect((await ask('PUT', '/api/routes', { ...change, ...more })).body).toMatchObject({
      ...change,
      ...more,
    })
    expect((await ask('GET', '/api/routes')).body).toEqual({ ...change, ...more, problems: [], issues: [] })
  })

  it('refuses what leads to nobody, and names each', async () => {
    const { ask } = createApp()
    const fallbacks = [{ provider: 'gone', model: 'm' }]
    const routes = { default: { provider: 'anthropic', model: 'a', fallbacks } }
    expect(await ask('PUT', '/api/routes', { ...change, routes })).toMatchObject({
      status: 400,
      body: {
        issues: [
          {
            path: '/routes/default/fallbacks/0/provider',
            code: 'invalid.provider_missing',
            params: { provider: 'gone', names: 'anthropic' },
          },
          { path: '/subagents/mappings/writer', params: { provider: 'mine' } },
        ],
      },
    })
    const hot = { default: { provider: 'anthropic', model: 'a', parameters: { temperature: 9 } } }
    expect(
      await ask('PUT', '/api/routes', { routes: hot, subagents: { enable: false, mappings: {} } }),
    ).toMatchObject({
      status: 400,
      body: { issues: [{ path: '/routes/default/parameters/temperature', code: 'invalid.range' }] },
    })
  })

  it('tells what was left out of the file, and what leads to nobody', async () => {
    const file = { routes: { default: { provider: 'gone', model: 'm' }, think: 7 } }
    const { body } = await createApp({ file }).ask('GET', '/api/routes')
    expect(body).toMatchObject({
      problems: [
        expect.stringMatching(/line 1, \/routes\/think: Must be an object\. This entry is ignored\.$/),
        'The route “default” uses the provider “gone”, which isn’t set up.',
      ],
      issues: [
        { path: '/routes/think', line: 1, code: 'invalid.object', effect: { code: 'effect.entry_ignored' } },
        { code: 'route.provider_missing', params: { route: 'default', provider: 'gone' } },
      ],
    })
  })
})

describe('POST /api/routes/test', () => {
  const file = {
    providers: [NEW],
    routes: { background: { provider: 'mine', model: 'small', parameters: { top_p: 1 } } },
  }
  const test = async (payload: object) =>
    (await createApp({ file }).ask('POST', '/api/routes/test', payload)).body

  it('says where a body would go, and why', async () => {
    const why = {
      code: 'routing.background',
      params: { model: LOGGED.model },
      reason: expect.stringContaining(LOGGED.model),
    }
    expect(await test({ body: LOGGED })).toEqual({
      model: LOGGED.model,
      tokens: 0,
      rule: 'background',
      attempts: [
        {
          provider: 'mine',
          type: 'openai-compatible',
          model: 'small',
          ...why,
          parameters: { top_p: 1 },
          isChanged: true,
        },
      ],
      steps: [{ rule: 'background', ...why }],
    })
    expect(await test({ body: { model: 'claude-opus-4' } })).toMatchObject({
      rule: 'prefix',
      attempts: [{ provider: 'anthropic', isChanged: false }],
      steps: [{ rule: 'background' }, { rule: 'prefix' }],
    })
    expect(await test({ body: { model: 'nobody,x' } })).toMatchObject({
      attempts: [],
      refusal: {
        status: 400,
        code: 'provider_unknown',
        details: expect.stringContaining('nobody'),
        issues: [
          { code: 'routing.explicit' },
          { code: 'routing.provider_missing', params: { provider: 'nobody' } },
          { code: 'routing.providers' },
        ],
      },
    })
  })

  it('takes a logged request with its headers, and rules that are not saved', async () => {
    expect(await test({ requestId: 'a1' })).toMatchObject({ rule: 'background' })
    const subagents = { enable: true, mappings: { writer: 'mine,b' } }
    expect(await test({ requestId: 'a1', subagents, routes: {} })).toMatchObject({
      rule: 'subagent',
      attempts: [{ provider: 'mine', model: 'b' }],
    })
  })

  it.each([
    [{}, 400],
    [{ body: {}, requestId: 'a1' }, 400],
    [{ requestId: 'none' }, 404],
    [{ body: [] }, 400],
  ])('answers %j with %i', async (payload, status) => {
    expect(await createApp({ file }).ask('POST', '/api/routes/test', payload)).toMatchObject({ status })
  })
})

describe('POST /api/routes/import', () => {
  const groq = { name: 'groq', apiBaseUrl: 'https://api.groq.com/openai/v1' }
  const routes = { default: { provider: 'groq', model: 'kimi' } }

  it('shows what there is, and takes it over when asked to', async () => {
    const { ask, store } = createApp({ file: { routes: { default: { provider: 'anthropic', model: 'x' } } } })
    const shown = { providers: [{ ...groq, models: [], hasKey: true }], applied: false }
    expect((await ask('POST', '/api/routes/import', { apply: false })).body).toMatchObject(shown)
    expect(store.read().providers).toEqual([])
    expect((await ask('POST', '/api/routes/import', { apply: true })).body).toMatchObject({
      ...shown,
      routes: {},
      applied: true,
      problems: [
        'Router.think is not of the form provider,model.',
        'Signalbox already has the route “default”. It stays unchanged.',
      ],
      issues: [{ code: 'import.bad_route' }, { code: 'import.route_kept', params: { route: 'default' } }],
    })
    expect(store.read().providers).toEqual([{ ...groq, apiKey: 'gsk-router', enabled: true }])
  })

  it('takes routes over, too', async () => {
    const { ask, store } = createApp()
    await ask('POST', '/api/routes/import', { apply: true })
    expect(store.read().routes).toEqual(routes)
  })
})
