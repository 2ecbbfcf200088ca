import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Flags, loadSettings } from './load-settings.ts'
import { SettingsError } from './settings-error.ts'

const load = (env: NodeJS.ProcessEnv = {}, flags: Flags = {}) =>
  loadSettings({ env: { HOME: '/home/me', ...env }, platform: 'linux', flags })

function messageOf(env: NodeJS.ProcessEnv, flags: Flags = {}): string {
  try {
    load(env, flags)
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  return 'no error'
}

it('has a default for everything', () => {
  expect(load()).toMatchObject({
    port: 3456,
    host: '127.0.0.1',
    listenOn: ['127.0.0.1', '::1'],
    dataDir: '/home/me/.config/Signalbox',
    anthropicVersion: '2023-06-01',
    headerTimeoutMs: 300_000,
    drainCeilingMs: 32 * 60_000,
    allowedHosts: [],
    logLevel: 'info',
    warnings: [],
  })
  expect(load().upstream.href).toBe('https://api.anthropic.com/')
})

describe('several names for one setting', () => {
  it.each([['PORT', 'CCPROXY_PORT', 'SERVER_PORT', 'SERVER__PORT']])(
    'are asked in order: %s, %s, %s, %s',
    (...names) => {
      const env = Object.fromEntries(names.map((name, i) => [name, String(4000 + i)]))
      for (const [i, name] of names.entries()) {
        expect(load(env).port).toBe(4000 + i)
        env[name] = ''
      }
      expect(load(env).port).toBe(3456)
    },
  )

  it('lose to the flag', () => {
    expect(load({ PORT: '4000' }, { port: '5000' }).port).toBe(5000)
    expect(load({ SIGNALBOX_DATA_DIR: '/env' }, { 'data-dir': '/flag' }).dataDir).toBe('/flag')
  })

  it('of the database file are read as paths', () => {
    expect(load().databasePath).toBeUndefined()
    expect(load({ DATABASE_PATH: '/data/requests.db' }).databasePath).toBe('/data/requests.db')
    const both = { DB_PATH: 'requests.db', DATABASE_PATH: '/data/other.db' }
    expect(load(both).databasePath).toBe(join(process.cwd(), 'requests.db'))
  })

  it('of the host are asked in order, too', () => {
    const names = ['HOST', 'CCPROXY_HOST', 'SERVER_HOST', 'SERVER__HOST']
    for (const name of names) {
      expect(load({ [name]: '0.0.0.0' }).warnings).toEqual([expect.stringContaining(`${name}=0.0.0.0`)])
    }
  })

  it('that are set but empty are not set', () => {
    expect(
      load({ SIGNALBOX_DATA_DIR: '', ANTHROPIC_FORWARD_URL: '', LOG_LEVEL: '', ANTHROPIC_VERSION: '' }),
    ).toEqual(load())
  })
})

describe('the address', () => {
  it.each(['127.0.0.1', 'localhost', '::1'])('%s is loopback on both families, without a word', (host) => {
    expect(load({}, { host })).toMatchObject({ listenOn: ['127.0.0.1', '::1'], warnings: [] })
  })

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', ''])(
    '%s does not let other machines in without a key',
    (host) => {
      const settings = load({}, { host })
      expect(settings).toMatchObject({ host: '127.0.0.1', listenOn: ['127.0.0.1', '::1'] })
      expect(settings.warnings).toHaveLength(1)
    },
  )
})

describe('what cannot be used', () => {
  it.each<[string, NodeJS.ProcessEnv, Flags?]>([
    ['--port', {}, { port: '' }],
    ['--port', { PORT: '1' }, { port: 'abc' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PORT', { PORT: '0x10' }],
    ['PORT', { PORT: '1e3' }],
    ['PORT', { PORT: '80.5' }],
    ['PORT', { PORT: ' 80' }],
    ['SERVER__PORT', { SERVER__PORT: 'abc' }],
    ['ANTHROPIC_FORWARD_URL', { ANTHROPIC_FORWARD_URL: 'api.anthropic.com' }],
    ['ANTHROPIC_FORWARD_URL', { ANTHROPIC_FORWARD_URL: 'file:///etc/passwd' }],
    ['ANTHROPIC_FORWARD_URL', { ANTHROPIC_FORWARD_URL: 'ftp://example.com' }],
    ['ANTHROPIC_VERSION', { ANTHROPIC_VERSION: '2023\r\nx: y' }],
    ['ANTHROPIC_RESPONSE_HEADER_TIMEOUT', { ANTHROPIC_RESPONSE_HEADER_TIMEOUT: 'soon' }],
    ['SIGNALBOX_DRAIN_CEILING', { SIGNALBOX_DRAIN_CEILING: '1000h' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['CCPROXY_LOG_LEVEL', { CCPROXY_LOG_LEVEL: 'loud' }],
  ])('is named: %s in %j %j', (name, env, flags) => {
    expect(messageOf(env, flags)).toMatch(new RegExp(`^${name} is "[^]*"; it must be .+\\.$`))
  })

  it.each([
    'https://alice:hunter2@api.example',
    'https://hunter2@api.example',
    'https://:hunter2@api.example',
    'https://api.example/?key=hunter2',
    'ssh://alice:hunter2@api.example',
    'https://alice:hunter2@',
    'hunter2',
  ])('is not repeated where it may hold a password: %s', (url) => {
    const message = messageOf({ ANTHROPIC_FORWARD_URL: url })
    expect(message).toMatch(/^ANTHROPIC_FORWARD_URL is/)
    expect(message).not.toMatch(/hunter2|alice/)
  })
})

it('reads each setting from its name', () => {
  const settings = load({
    PORT: '0',
    ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:4010/base/',
    ANTHROPIC_VERSION: '2024-01-01',
    ANTHROPIC_RESPONSE_HEADER_TIMEOUT: '5m',
    SIGNALBOX_DRAIN_CEILING: '0',
    SIGNALBOX_ALLOWED_HOSTS: ' proxy.example:3456 ,, other:80 ',
    LOG_LEVEL: 'WARN',
  })
  expect(settings).toMatchObject({
    port: 0,
    anthropicVersion: '2024-01-01',
    headerTimeoutMs: 300_000,
    drainCeilingMs: 0,
    allowedHosts: ['proxy.example:3456', 'other:80'],
    logLevel: 'warn',
  })
  expect(settings.upstream.href).toBe('http://127.0.0.1:4010/base/')
})

it('takes a password for the dashboard, and none for an empty one', () => {
  expect(load({ DASHBOARD_PASSWORD: 'open: sesame' }).dashboardPassword).toBe('open: sesame')
  expect(load({ DASHBOARD_PASSWORD: '' }).dashboardPassword).toBeUndefined()
})

describe('a key', () => {
  it.each(['CCPROXY_API_KEY', 'APIKEY', 'ANTHROPIC_API_KEY'])(
    'in %s is used without the line break of its file',
    (name) => {
      const { apiKey, anthropicApiKey, warnings } = load({ [name]: ' sk-1\r\n' })
      expect([apiKey ?? anthropicApiKey, warnings]).toEqual(['sk-1', []])
    },
  )

  it.each([' ', 'a\nb', 'ключ', '\ud800', '\u202e', 'a\0'])(
    'of ours that no client could send is an error, because it would shut everyone out: %j',
    (key) => {
      const message = messageOf({ HOST: '0.0.0.0', CCPROXY_API_KEY: key })
      expect(message).toBe(
        'CCPROXY_API_KEY is "…"; it must be printable ASCII characters, because it is sent in a header.',
      )
    },
  )

  it('of this machine that could not be sent is left out with a warning', () => {
    const { anthropicApiKey, warnings } = load({ ANTHROPIC_API_KEY: 'sk-a\nb' })
    expect(anthropicApiKey).toBeUndefined()
    expect(warnings).toEqual(['ANTHROPIC_API_KEY can’t be sent in a header; Signalbox does not use it.'])
  })
})

it('says only the start of a long value', () => {
  expect(messageOf({ PORT: '7'.repeat(100_000) }).length).toBeLessThan(300)
})

describe('a key or a login under a wrong name', () => {
  const names = [
    'PORT',
    'HOST',
    'ANTHROPIC_FORWARD_URL',
    'ANTHROPIC_VERSION',
    'ANTHROPIC_MAX_RETRIES',
    'ANTHROPIC_RESPONSE_HEADER_TIMEOUT',
    'ANTHROPIC_DEMOTE_NONSTREAMING',
    'SIGNALBOX_DRAIN_CEILING',
    'SIGNALBOX_METRICS',
    'SIGNALBOX_HEALTH_MEDIA_TYPE',
    'DATABASE_URL',
    'LOG_LEVEL',
  ]
  const values = [
    'ftp://me:CANARY12@host.example/x',
    'sk-ant-api03-CANARY12CANARY12',
    'Bearer CANARY12CANARY12',
    `password=CANARY12`,
  ]

  it.each(names)('is not repeated by the error or the warning about %s', (name) => {
    const told = values.flatMap((value) => {
      try {
        return load({ [name]: value }).warnings
      } catch (error) {
        return String(error)
      }
    })
    expect(told.join('\n')).toContain(name)
    expect(told.join('\n')).not.toContain('CANARY')
  })
})
