import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { type CodexConnection, Connection, type ConnectRequest } from '../../../shared/connection.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import { type ConnectionSource, registerCodex, registerConnection } from './connection.ts'
import { createTestApp } from './testing/create-test-app.ts'

const CONNECTION: Connection = {
  state: 'direct',
  sentence: 'Claude Code goes to Anthropic directly.',
  baseUrl: 'http://127.0.0.1:3456',
  settingsPath: '/home/me/.claude/settings.json',
  currentUrl: null,
  ours: false,
  releasing: false,
  toolSearch: false,
  statusLine: false,
  statusLineFound: 'none',
  gateway: null,
  gatewayKept: false,
  gatewayChoice: 'keep',
  restoreOnQuit: true,
  preview: null,
  sessions: [],
  fidelity: [],
  problems: [],
}

/** A source that records its calls. */
function createApp(overrides: Partial<ConnectionSource> = {}) {
  const asked: unknown[] = []
  const connection: ConnectionSource = {
    read: async (question) => (asked.push(question), CONNECTION),
    connect: async (request: ConnectRequest) => (asked.push(request), { ...CONNECTION, state: 'connected' }),
    disconnect: async () => ({ connection: CONNECTION, left: ['ANTHROPIC_BASE_URL'] }),
    doctor: async () => ({
      healthy: true,
      connection: CONNECTION,
      definitions: [],
      problems: [],
      searched: [],
    }),
    ...overrides,
  }
  const app = createTestApp()
  registerConnection(app, { connection })
  return { app, asked }
}

it('tells how things are, and what the switch would do with tool search', async () => {
  const { app, asked } = createApp()
  const response = await app.inject('/api/connection?toolSearch=true')
  expect(Check(Connection, response.json())).toBe(true)
  expect(response.headers['cache-control']).toBe('no-store')
  await app.inject('/api/connection')
  expect(asked).toEqual([{ toolSearch: true }, {}])
})

describe('POST /api/connection/connect', () => {
  it.each([
    [undefined, {}],
    [{}, {}],
    [
      { toolSearch: true, restoreOnQuit: false },
      { toolSearch: true, restoreOnQuit: false },
    ],
  ])('takes %j', async (payload, request) => {
    const { app, asked } = createApp()
    const response = await app.inject({
      method: 'POST',
      url: '/api/connection/connect',
      ...(payload && { payload }),
    })
    expect(response).toMatchObject({ statusCode: 200 })
    expect(response.json()).toMatchObject({ state: 'connected' })
    expect(asked).toEqual([request])
  })

  it.each([{ toolSearch: 'yes' }, { baseUrl: 'https://evil.example' }, [], 7])(
    'refuses %j',
    async (payload) => {
      const { app, asked } = createApp()
      const response = await app.inject({
        method: 'POST',
        url: '/api/connection/connect',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(payload),
      })
      expect(response.statusCode).toBe(400)
      expect(asked).toEqual([])
    },
  )

  it('takes no form that another site could send', async () => {
    const { app, asked } = createApp()
    const headers = { 'content-type': 'text/plain' }
    const response = await app.inject({
      method: 'POST',
      url: '/api/connection/connect',
      headers,
      payload: '{}',
    })
    expect(response.statusCode).toBe(415)
    expect(asked).toEqual([])
  })

  it.each([
    ['claude_settings_unreadable', 409],
    ['claude_settings_not_written', 503],
    ['server_not_running', 503],
  ] as const)('says why not: %s', async (code, status) => {
    const issue = coded('json.comma_missing', { line: 3, column: 1 })
    const issues = [{ file: 'settings.json', ...issue }]
    const { app } = createApp({ connect: () => Promise.reject(new AppError(code, { issues })) })
    const response = await app.inject({ method: 'POST', url: '/api/connection/connect', payload: {} })
    expect(response.statusCode).toBe(status)
    expect(response.json()).toEqual({
      error: expect.any(String),
      code,
      details: 'settings.json: Line 3, column 1: a comma is missing.',
      issues: [{ ...issues[0], message: expect.any(String) }],
    })
  })
})

it('disconnects, and names what was left alone', async () => {
  const response = await createApp().app.inject({ method: 'POST', url: '/api/connection/disconnect' })
  expect(response.json()).toMatchObject({ left: ['ANTHROPIC_BASE_URL'], connection: { state: 'direct' } })
})

it('calls the doctor', async () => {
  expect((await createApp().app.inject('/api/connection/doctor')).json()).toMatchObject({ healthy: true })
})

describe('/api/connection/codex', () => {
  const CODEX: CodexConnection = {
    state: 'connected',
    sentence: 'Codex uses Signalbox.',
    baseUrl: 'http://127.0.0.1:3456/v1',
    settingsPath: '/home/me/.codex/config.toml',
    currentUrl: 'http://127.0.0.1:3456/v1',
    ours: true,
    preview: null,
    problems: [],
  }
  function createCodexApp(connect = async () => CODEX) {
    const app = createTestApp()
    const disconnect = async () => ({ connection: CODEX, left: ['openai_base_url'] })
    registerCodex(app, { codex: { read: async () => CODEX, connect, disconnect } })
    return app
  }

  it('tells the state, connects and disconnects', async () => {
    const app = createCodexApp()
    const response = await app.inject('/api/connection/codex')
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.json()).toEqual(CODEX)
    const post = (url: string) => app.inject({ method: 'POST', url: `/api/connection/codex/${url}` })
    expect((await post('connect')).json()).toEqual(CODEX)
    expect((await post('disconnect')).json()).toEqual({ connection: CODEX, left: ['openai_base_url'] })
  })

  it('says why not', async () => {
    const issues = [coded('fix.openai_provider')]
    const app = createCodexApp(() => Promise.reject(new AppError('openai_provider_missing', { issues })))
    const response = await app.inject({ method: 'POST', url: '/api/connection/codex/connect' })
    expect(response.statusCode).toBe(409)
    expect(response.json()).toMatchObject({ code: 'openai_provider_missing' })
  })
})
