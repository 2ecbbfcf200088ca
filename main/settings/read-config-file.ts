import { type ParseError, parse } from 'jsonc-parser'
import { dirname } from 'node:path'
import { inEnglish } from '../../shared/language/say.ts'
import { LiveSettings } from '../../shared/live-settings.ts'
import { syntaxProblem } from '../base/json/syntax-problem.ts'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import { isTooDeep } from './is-too-deep.ts'
import type { Layer } from './layer.ts'
import { InvalidSettingError, SettingsError, unreadableFile } from './settings-error.ts'

/** The path of each setting in the file, and its environment name. */
const KEYS = {
  port: 'PORT',
  host: 'HOST',
  apikey: 'CCPROXY_API_KEY',
  requireKeyOnLoopback: 'SIGNALBOX_REQUIRE_KEY_ON_LOOPBACK',
  'dashboard.password': 'DASHBOARD_PASSWORD',
  allowedHosts: 'SIGNALBOX_ALLOWED_HOSTS',
  'upstream.url': 'ANTHROPIC_FORWARD_URL',
  'upstream.headerTimeout': 'ANTHROPIC_RESPONSE_HEADER_TIMEOUT',
  'upstream.anthropicVersion': 'ANTHROPIC_VERSION',
  'upstream.maxRetries': 'ANTHROPIC_MAX_RETRIES',
  'upstream.providerRetries': 'SIGNALBOX_PROVIDER_RETRIES',
  'upstream.demoteNonStreaming': 'ANTHROPIC_DEMOTE_NONSTREAMING',
  'upstream.circuitBreaker': 'SIGNALBOX_CIRCUIT_BREAKER',
  'upstream.rateLimit': 'SIGNALBOX_RATE_LIMIT',
  'upstream.proxyUrl': 'CCPROXY_PROXY_URL',
  'upstream.noProxy': 'NO_PROXY',
  'upstream.caFile': 'SIGNALBOX_CA_FILE',
  'upstream.systemCa': 'SIGNALBOX_SYSTEM_CA',
  'drain.ceiling': 'SIGNALBOX_DRAIN_CEILING',
  'health.critical': 'SIGNALBOX_HEALTH_CRITICAL',
  'health.exposeDegraded': 'SIGNALBOX_HEALTH_DEGRADED',
  'health.mediaType': 'SIGNALBOX_HEALTH_MEDIA_TYPE',
  'health.serviceName': 'SIGNALBOX_SERVICE_NAME',
  'metrics.enabled': 'SIGNALBOX_METRICS',
  'log.level': 'LOG_LEVEL',
  'cli.claude': 'CLAUDE_CLI_PATH',
  'cli.codex': 'CODEX_CLI_PATH',
} as const

const IN_EDITOR = 'Fix the file in an editor.'

/** CCProxy's names for the same settings; the names above win. */
const OLD_KEYS = {
  proxy_url: 'CCPROXY_PROXY_URL',
  shutdown_timeout: 'SIGNALBOX_DRAIN_CEILING',
  'performance.metrics_enabled': 'SIGNALBOX_METRICS',
  'performance.request_timeout': 'ANTHROPIC_RESPONSE_HEADER_TIMEOUT',
  'performance.circuit_breaker_enabled': 'SIGNALBOX_CIRCUIT_BREAKER',
  'performance.rate_limit_requests_per_min': 'SIGNALBOX_RATE_LIMIT',
} as const

/** In CCProxy the limit has a separate switch, and a value even when it is off. */
const LIMIT = 'performance.rate_limit_requests_per_min'
const LIMIT_SWITCH = 'performance.rate_limit_enabled'
const LIMIT_DEFAULT = 1_000

export interface ConfigFile {
  layer: Layer
  /** Warnings for the log about unknown keys: a typo, or a newer version's setting. */
  warnings: string[]
}

/**
 * Reads a JSON configuration file as a layer of settings. `config-store.ts` reads its live part.
 *
 * @returns `undefined` when there is no such file
 * @throws SettingsError when it can't be read, is not a JSON object, or a value has a shape that no setting has
 */
export function readConfigFile(path: string): ConfigFile | undefined {
  const text = readText(path)
  if (text === undefined) return undefined
  const leaves = switchLimit(flatten(withoutLive(parseObject(text, path))))
  const labels = new Map<string, string>()
  const values: Record<string, string> = {}
  for (const [key, name] of [...Object.entries(OLD_KEYS), ...Object.entries(KEYS)]) {
    const label = `${key} in ${path}`
    if (leaves.has(key) || !labels.has(name)) labels.set(name, label)
    if (leaves.has(key)) values[name] = toText(leaves.get(key), label)
  }
  return {
    layer: { values, label: (name) => labels.get(name) ?? name, folder: dirname(path) },
    warnings: [...leaves.keys()]
      .filter((key) => !Object.hasOwn(KEYS, key) && !Object.hasOwn(OLD_KEYS, key))
      .map((key) => `${path}: "${key}" isn’t a setting of this version and is ignored.`),
  }
}

function readText(path: string): string | undefined {
  try {
    return readRegularFileSync(path).toString('utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unreadableFile(path, { cause: error })
  }
}

/** JSON with comments and trailing commas. Messages never quote the text, which may contain a key. */
function parseObject(text: string, path: string): object {
  if (isTooDeep(text)) throw new SettingsError(`${path} is nested too deeply`, IN_EDITOR)
  const json = text.replace(/^\uFEFF/, '')
  const errors: ParseError[] = []
  const value: unknown = parse(json, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first !== undefined) {
    const problem = inEnglish(syntaxProblem(json, first)).replace(/\.$/, '')
    throw new SettingsError(`${path} isn’t valid JSON. ${problem}`, IN_EDITOR)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new SettingsError(`${path} doesn’t contain a JSON object`, IN_EDITOR)
}

/** Removes the live settings, which `config-store.ts` reads and watches. */
function withoutLive(value: object): object {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !Object.hasOwn(LiveSettings.properties, name)),
  )
}

/** `{"health":{"critical":["a","b"]}}` → `health.critical` = `["a","b"]` */
function flatten(value: object, prefix = ''): Map<string, unknown> {
  const leaves = new Map<string, unknown>()
  for (const [name, inner] of Object.entries(value)) {
    const key = prefix + name
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      for (const [leaf, found] of flatten(inner, `${key}.`)) leaves.set(leaf, found)
    } else {
      leaves.set(key, inner)
    }
  }
  return leaves
}

function switchLimit(leaves: Map<string, unknown>): Map<string, unknown> {
  if (leaves.get(LIMIT_SWITCH) !== true) leaves.delete(LIMIT)
  else if (!leaves.has(LIMIT)) leaves.set(LIMIT, LIMIT_DEFAULT)
  leaves.delete(LIMIT_SWITCH)
  return leaves
}

function toText(value: unknown, label: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',')
  throw new InvalidSettingError(
    label,
    JSON.stringify(value),
    'a string, a number, true or false, or a list of strings',
  )
}
