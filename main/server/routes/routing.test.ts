import { describe, expect, it } from 'vitest'
import { createApp, NEW, LOGGED } from '../../compose/testing/settings-app.ts'

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

  it('refuses routes without a target, and names each', async () => {
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

  it('reports the ignored parts of the file, and routes without a target', async () => {
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
        'Router.think must have the form provider,model.',
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
