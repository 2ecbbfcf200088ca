import { describe, expect, it } from 'vitest'
import { createApp, KEY, NEW, MASKED } from '../../compose/testing/settings-app.ts'

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

  it('shows a gateway’s address without the credentials in it', async () => {
    const gateway = { url: 'https://user:verysecret@gateway.example/corp?key=verysecret' }
    const { ask } = createApp({ file: { gateway } })
    const { body, text } = await ask('GET', root)
    expect(body).toMatchObject([{ apiBaseUrl: 'https://gateway.example/corp', source: 'built-in' }])
    expect(text).not.toContain('verysecret')
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
