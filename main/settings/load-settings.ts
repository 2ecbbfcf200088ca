import { isIP } from 'node:net'
import { join } from 'node:path'
import { LOOPBACK_ADDRESSES } from '../base/loopback.ts'
import { absolutePath } from './absolute-path.ts'
import { defaultDataDir } from './data-dir.ts'
import { envLayer, type Layer, type Named, pickFrom } from './layer.ts'
import { LOG_LEVELS, type LogLevel } from './log-level.ts'
import { parseDuration } from './parse-duration.ts'
import { readFlag } from './read-flag.ts'
import { readKeys } from './read-keys.ts'
import { readProviderEnv } from './read-provider-env.ts'
import { readUpstreams } from './read-upstreams.ts'
import { InvalidSettingError } from './settings-error.ts'
import { showValue } from './show-value.ts'
import type { HealthSettings, Settings } from './settings.ts'

/** Command line flags, without their dashes. */
export interface Flags {
  port?: string | undefined
  host?: string | undefined
  'data-dir'?: string | undefined
  config?: string | undefined
  'env-file'?: string | undefined
}

export interface SettingsSource {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  /** Override everything else. */
  flags: Flags
  /** Layers below the environment, strongest first. */
  layers?: readonly Layer[]
  /** Collects every name that was looked up in the environment and the layers. */
  asked?: Set<string>
}

const LOOPBACK = new Set<string>([...LOOPBACK_ADDRESSES, 'localhost'])
const MEDIA_TYPES = ['application/json', 'application/health+json']

/**
 * Merges flags, environment, further layers and defaults, in this order. Of several names for one setting the first one
 * that is set wins; they include the names of the programs in `main/health/views/README.md`.
 *
 * @throws SettingsError
 */
export function loadSettings({ env, platform, flags, layers = [], asked }: SettingsSource): Settings {
  const all = [envLayer(env), ...layers]
  const pick = (...names: string[]) => {
    for (const name of names) asked?.add(name)
    return pickFrom(all, names)
  }
  const warnings: string[] = []
  const wantedHost =
    fromFlag('--host', flags.host) ?? pick('HOST', 'CCPROXY_HOST', 'SERVER_HOST', 'SERVER__HOST')
  const { apiKey, anthropicApiKey } = readKeys(pick, warnings)
  return {
    ...findPlaces({ env, platform, flags }),
    port: readPort(
      fromFlag('--port', flags.port) ?? pick('PORT', 'CCPROXY_PORT', 'SERVER_PORT', 'SERVER__PORT'),
    ),
    host: wantedHost === undefined || apiKey === undefined ? '127.0.0.1' : ownHost(wantedHost.value),
    boundHost: wantedHost === undefined || apiKey === undefined ? '127.0.0.1' : wantedHost.value,
    listenOn: readListenOn(wantedHost, apiKey, warnings),
    apiKey,
    requireKeyOnLoopback: readFlag(pick('SIGNALBOX_REQUIRE_KEY_ON_LOOPBACK')),
    dashboardPassword: pick('DASHBOARD_PASSWORD')?.value,
    anthropicApiKey,
    providerEnv: readProviderEnv(all),
    claudeCliPath: pick('CLAUDE_CLI_PATH', 'CLAUDE_PATH', 'CLAUDE__CLI_PATH')?.value,
    codexCliPath: pick('CODEX_CLI_PATH')?.value,
    health: readHealth(pick),
    asksLoginShell: readOptionalFlag(pick('SIGNALBOX_LOGIN_SHELL')),
    metricsEnabled: readFlag(pick('SIGNALBOX_METRICS'), true),
    databasePath: readPath(pick('DB_PATH', 'DATABASE_PATH')),
    databaseUrl: readDatabaseUrl(pick('DATABASE_URL')),
    upstream: readUpstream(pick('ANTHROPIC_FORWARD_URL')),
    anthropicVersion: readVersion(pick('ANTHROPIC_VERSION')),
    headerTimeoutMs: readDuration(pick('ANTHROPIC_RESPONSE_HEADER_TIMEOUT'), 300_000),
    upstreams: readUpstreams(pick, warnings),
    drainCeilingMs: readDuration(pick('SIGNALBOX_DRAIN_CEILING'), 1_920_000),
    allowedHosts: readList(pick('SIGNALBOX_ALLOWED_HOSTS')?.value),
    logLevel: readLogLevel(pick('LOG_LEVEL', 'CCPROXY_LOG_LEVEL')),
    envFile: undefined,
    ignoredEnvFile: undefined,
    environment: [],
    warnings,
  }
}

/**
 * The data folder and the configuration file, as absolute paths.
 *
 * @throws SettingsError for a relative one if the current folder was deleted
 */
export function findPlaces(source: Pick<SettingsSource, 'env' | 'platform' | 'flags'>): {
  dataDir: string
  configPath: string
} {
  const { env, platform, flags } = source
  const dataDir = absolutePath({
    name: flags['data-dir'] ? '--data-dir' : 'SIGNALBOX_DATA_DIR',
    value: flags['data-dir'] || env['SIGNALBOX_DATA_DIR'] || defaultDataDir(env, platform),
  })
  const configPath = absolutePath({
    name: flags.config ? '--config' : 'CCPROXY_CONFIG',
    value: flags.config || env['CCPROXY_CONFIG'] || join(dataDir, 'config.json'),
  })
  return { dataDir, configPath }
}

function readOptionalFlag(named: Named | undefined): boolean | undefined {
  return named && readFlag(named)
}

function fromFlag(name: string, value: string | undefined): Named | undefined {
  return value === undefined ? undefined : { name, value }
}

function readPort(named: Named | undefined): number {
  if (named === undefined) return 3456
  const port = /^\d+$/.test(named.value) ? Number(named.value) : undefined
  if (port !== undefined && port <= 65_535) return port
  throw new InvalidSettingError(named.name, named.value, 'a port from 0 to 65535')
}

/** Always loopback on both families; other addresses only with a key, because they admit other machines. */
function readListenOn(named: Named | undefined, apiKey: string | undefined, warnings: string[]): string[] {
  if (named === undefined || LOOPBACK.has(named.value)) return [...LOOPBACK_ADDRESSES]
  if (apiKey === undefined) {
    warnings.push(
      `${named.name}=${showValue(named.value)} would admit other machines, but CCPROXY_API_KEY isn’t set. Listening on loopback only.`,
    )
    return [...LOOPBACK_ADDRESSES]
  }
  if (named.value === '0.0.0.0') return ['0.0.0.0', '::1']
  if (named.value === '::') return ['::']
  if (isIP(named.value) !== 0) return [named.value, ...LOOPBACK_ADDRESSES]
  throw new InvalidSettingError(
    named.name,
    named.value,
    'an IP address of this machine, like 127.0.0.1 or 0.0.0.0',
  )
}

/** A wildcard isn't an address to connect to. */
function ownHost(host: string): string {
  return host === '0.0.0.0' || host === '::' || LOOPBACK.has(host) ? '127.0.0.1' : host
}

function readHealth(pick: (...names: string[]) => Named | undefined): HealthSettings {
  const critical = pick('SIGNALBOX_HEALTH_CRITICAL')
  const mediaType = pick('SIGNALBOX_HEALTH_MEDIA_TYPE')
  if (mediaType !== undefined && !MEDIA_TYPES.includes(mediaType.value)) {
    throw new InvalidSettingError(mediaType.name, mediaType.value, MEDIA_TYPES.join(' or '))
  }
  return {
    critical: critical === undefined ? ['proxy_service'] : readList(critical.value),
    exposeDegraded: readFlag(pick('SIGNALBOX_HEALTH_DEGRADED')),
    serviceName: pick('SIGNALBOX_SERVICE_NAME')?.value ?? 'ccproxy',
    defaultView: mediaType?.value === 'application/health+json' ? 'ietf' : 'json',
  }
}

function readUpstream(named: Named | undefined): URL {
  if (named === undefined) return new URL('https://api.anthropic.com')
  const url = URL.parse(named.value)
  if (url !== null && isUsable(url)) return url
  // Omits the value, which may contain a password.
  throw new InvalidSettingError(
    named.name,
    '…',
    'an http or https address without user name, password or query, like https://api.anthropic.com',
  )
}

function readPath(named: Named | undefined): string | undefined {
  return named === undefined ? undefined : absolutePath({ ...named, from: named.folder })
}

/** Checked here, because an invalid address would fail at every connection and look like an unreachable server. */
function readDatabaseUrl(named: Named | undefined): string | undefined {
  if (named === undefined) return undefined
  const url = URL.parse(named.value)
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol) && isDecodable(url)) return named.value
  // The value may contain a password.
  throw new InvalidSettingError(named.name, '…', 'an address like postgresql://user@host/database')
}

function isDecodable({ username, password, pathname, hostname }: URL): boolean {
  try {
    for (const part of [username, password, pathname, hostname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** A query would be silently dropped: the client's own is sent. */
function isUsable({ protocol, username, password, search }: URL): boolean {
  return (protocol === 'https:' || protocol === 'http:') && username + password + search === ''
}

/** It becomes a header; an invalid one would fail every request. */
function readVersion(named: Named | undefined): string {
  if (named === undefined) return '2023-06-01'
  if (/^[\w.-]+$/.test(named.value)) return named.value
  throw new InvalidSettingError(named.name, named.value, 'a version like 2023-06-01')
}

function readDuration(named: Named | undefined, fallback: number): number {
  if (named === undefined) return fallback
  const ms = parseDuration(named.value)
  if (ms !== undefined) return ms
  throw new InvalidSettingError(
    named.name,
    named.value,
    'a duration like 300, 300s, 5m or 100ms, at most 24 days',
  )
}

function readList(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

function readLogLevel(named: Named | undefined): LogLevel {
  if (named === undefined) return 'info'
  const wanted = named.value.toLowerCase()
  const level = LOG_LEVELS.find((known) => known === wanted)
  if (level !== undefined) return level
  throw new InvalidSettingError(named.name, named.value, `one of ${LOG_LEVELS.join(', ')}`)
}
