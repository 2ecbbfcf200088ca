import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from './read-settings.ts'
import { SettingsError } from './settings-error.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Places {
  flags?: Record<string, string>
  env?: Record<string, string>
  dotEnv?: string
  config?: string
}

/** Reads settings from the given sources, with a temporary data folder. */
function settingsFrom({ flags = {}, env = {}, dotEnv, config }: Places) {
  if (dotEnv !== undefined) writeFileSync(join(folder, '.env'), dotEnv)
  if (config !== undefined) writeFileSync(join(folder, 'config.json'), config)
  return readSettings({ env, platform: 'linux', flags: { 'data-dir': folder, ...flags } })
}

describe('precedence', () => {
  const everywhere = {
    flags: { port: '1001' },
    env: { PORT: '1002' },
    dotEnv: 'PORT=1003',
    config: '{"port": 1004}',
  }

  it.each([
    ['a flag', everywhere, 1001],
    ['then the environment', { ...everywhere, flags: {} }, 1002],
    ['then the .env beside the configuration file', { ...everywhere, flags: {}, env: {} }, 1003],
    ['then the configuration file', { config: everywhere.config }, 1004],
    ['then the default', {}, 3456],
  ])('is %s', (_title, places, port) => {
    expect(settingsFrom(places).port).toBe(port)
  })

  it('lets any name in the environment win over a stronger name in a weaker place', () => {
    expect(settingsFrom({ env: { CCPROXY_PORT: '1002' }, dotEnv: 'PORT=1003' }).port).toBe(1002)
  })

  it('takes the first of several names in one place', () => {
    const env = { SERVER_PORT: '3', CCPROXY_PORT: '2', PORT: '1' }
    expect(settingsFrom({ env }).port).toBe(1)
  })

  it('takes an empty value for none', () => {
    expect(settingsFrom({ env: { PORT: '' }, config: '{"port": 7}' }).port).toBe(7)
  })
})

it('reads every setting that the configuration file may hold', () => {
  const settings = settingsFrom({
    config: JSON.stringify({
      port: 8000,
      host: '0.0.0.0',
      apikey: 'secret',
      requireKeyOnLoopback: true,
      allowedHosts: ['signalbox.test:80', 'b:1'],
      upstream: { url: 'http://127.0.0.1:4010/base', headerTimeout: '5m', anthropicVersion: '2024-01-01' },
      drain: { ceiling: 60 },
      health: {
        critical: ['proxy_service', 'claude_cli'],
        exposeDegraded: true,
        mediaType: 'application/health+json',
        serviceName: 'claude-proxy',
      },
      metrics: { enabled: false },
      log: { level: 'debug' },
      cli: { claude: '/opt/claude', codex: '/opt/codex' },
    }),
  })
  expect(settings).toMatchObject({
    port: 8000,
    listenOn: ['0.0.0.0', '::1'],
    apiKey: 'secret',
    requireKeyOnLoopback: true,
    allowedHosts: ['signalbox.test:80', 'b:1'],
    headerTimeoutMs: 300_000,
    anthropicVersion: '2024-01-01',
    drainCeilingMs: 60_000,
    health: {
      critical: ['proxy_service', 'claude_cli'],
      exposeDegraded: true,
      serviceName: 'claude-proxy',
      defaultView: 'ietf',
    },
    metricsEnabled: false,
    logLevel: 'debug',
    claudeCliPath: '/opt/claude',
    codexCliPath: '/opt/codex',
    warnings: [],
  })
  expect(settings.upstream.href).toBe('http://127.0.0.1:4010/base')
})

describe('the names that ccproxy uses', () => {
  const performance = {
    metrics_enabled: false,
    request_timeout: 30,
    circuit_breaker_enabled: true,
    rate_limit_enabled: true,
    rate_limit_requests_per_min: 60,
  }
  const read = (config: object) => settingsFrom({ config: JSON.stringify(config) })

  it('are read, too', () => {
    const { upstreams, ...settings } = read({
      performance,
      shutdown_timeout: '30s',
      proxy_url: 'http://p.test:1',
    })
    expect(settings).toMatchObject({
      metricsEnabled: false,
      headerTimeoutMs: 30_000,
      drainCeilingMs: 30_000,
      warnings: [],
    })
    expect(upstreams).toMatchObject({ circuitBreaker: true, rateLimit: { perMinute: 60 } })
    expect(upstreams.outbound).toMatchObject({ httpsProxy: 'http://p.test:1/' })
  })

  it('have a switch for the limit, and a limit without a number', () => {
    const limitOf = (given: object) => read({ performance: given }).upstreams.rateLimit
    expect(limitOf({ ...performance, rate_limit_enabled: false })).toBeUndefined()
    expect(limitOf({ rate_limit_requests_per_min: 60 })).toBeUndefined()
    expect(limitOf({ rate_limit_enabled: true })).toEqual({ perMinute: 1_000, burst: 100 })
  })

  it('lose to ours', () => {
    const upstream = { rateLimit: 5, circuitBreaker: false }
    expect(read({ performance, upstream }).upstreams).toMatchObject({
      circuitBreaker: false,
      rateLimit: { perMinute: 5 },
    })
    const wrong = { performance: { rate_limit_enabled: true, rate_limit_requests_per_min: -1 } }
    expect(() => read(wrong)).toThrow('performance.rate_limit_requests_per_min in ')
  })
})

it('forgives comments and a comma too many', () => {
  expect(settingsFrom({ config: '{\n  // mine\n  "port": 5,\n}' }).port).toBe(5)
})

it('names a key that it does not know, and goes on', () => {
  const { warnings, port } = settingsFrom({ config: '{"prot": 1, "health": {"crtical": []}, "port": 5}' })
  expect(port).toBe(5)
  expect(warnings).toEqual([expect.stringContaining('"prot"'), expect.stringContaining('"health.crtical"')])
})

describe('a mistake', () => {
  it.each([
    [
      'wrong JSON',
      '{"port": 1,\n "host": }',
      /config\.json isn’t valid JSON\. Line 2, column 10: a value is missing\. Fix the file in an editor\.$/,
    ],
    ['no object', '[1]', /config\.json .*a JSON object/],
    ['a wrong value', '{"port": "abc"}', /^port in .*config\.json is "abc"; it must be a port/],
    ['a value without a meaning', '{"health": {"critical": [1]}}', /^health\.critical in .*config\.json/],
    ['null', '{"port": null}', /^port in .*config\.json/],
  ])('in the file is told with its place: %s', (_title, config, message) => {
    expect(() => settingsFrom({ config })).toThrow(message)
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(config)
  })

  it('in .env is told with its place', () => {
    expect(() => settingsFrom({ dotEnv: 'PORT=abc' })).toThrow(/^PORT in .*\.env is "abc"/)
  })

  it('in the name of the file is told, while a missing default file is none', () => {
    expect(() => settingsFrom({ flags: { config: join(folder, 'none.json') } })).toThrow(/an existing file/)
    expect(() => settingsFrom({ env: { CCPROXY_CONFIG: join(folder, 'none.json') } })).toThrow(
      /^CCPROXY_CONFIG is .*an existing file/,
    )
    expect(settingsFrom({}).port).toBe(3456)
  })

  it('is told when a folder in its path is a file', () => {
    const config = join(folder, 'config.json')
    writeFileSync(config, '{}')
    const inside = join(config, 'config.json')
    expect(() => settingsFrom({ flags: { config: inside } })).toThrow(
      `${inside} can’t be read. A file is where one of its folders should be. Fix the file.`,
    )
  })

  it('is told when the file is nested too deep', () => {
    const deep = { config: '{"a":'.repeat(200_000) }
    expect(() => settingsFrom(deep)).toThrow(/config\.json is nested too deeply/)
  })

  it.skipIf(process.platform === 'win32')('is told when the file is a FIFO that no program writes', () => {
    execFileSync('mkfifo', [join(folder, 'config.json')])
    expect(() => settingsFrom({})).toThrow(/config\.json can’t be read\. It is a pipe or a device\./)
  })

  it.each([
    'postgres://u:secret@[bad/x',
    'postgres://u:secret@host:99999/x',
    'postgres://u:secret%zz@host/x',
    'mysql://x',
  ])('in the address of the database is told without its password: %s', (url) => {
    expect(() => settingsFrom({ env: { DATABASE_URL: url } })).toThrow(
      'DATABASE_URL is "…"; it must be an address like postgresql://user@host/database.',
    )
  })

  it.each([
    'postgresql:///db?host=/tmp',
    'postgres://%2Ftmp/db',
    'postgres://u:p%40x@[::1]:5433/db?sslmode=require',
  ])('is no unusual address of a database: %s', (url) =>
    expect(settingsFrom({ env: { DATABASE_URL: url } }).databaseUrl).toBe(url),
  )

  it('is told when the file is a folder', () => {
    mkdirSync(join(folder, 'config.json'))
    expect(() => settingsFrom({})).toThrow(/config\.json can’t be read\. It is a folder\./)
  })

  it('is always a SettingsError, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (config) => {
        expect(outcome(config)).toBe('settings or a SettingsError')
      }),
      { numRuns: 300 },
    )
  }, 30_000)
})

function outcome(config: string): string {
  try {
    settingsFrom({ config })
    return 'settings or a SettingsError'
  } catch (error) {
    return error instanceof SettingsError ? 'settings or a SettingsError' : String(error)
  }
}

it('reads the password of the dashboard from the file, where the environment has none', () => {
  const config = '{"dashboard":{"password":"from the file"}}'
  expect(settingsFrom({ config })).toMatchObject({ dashboardPassword: 'from the file', warnings: [] })
  expect(settingsFrom({ config, env: { DASHBOARD_PASSWORD: 'other' } }).dashboardPassword).toBe('other')
})
