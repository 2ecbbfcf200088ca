import { coded, inEnglish } from '../../shared/language/say.ts'
import type { ProviderConfig, ProviderType } from '../../shared/live-settings.ts'
import { ProviderError } from './errors.ts'
import { joinBaseUrl } from './join-base-url.ts'
import { isProviderType, PROVIDER_TYPES } from './provider-types.ts'

/** Provider types whose format is not Anthropic's. */
export type TranslatedType = Exclude<ProviderType, 'anthropic'>

/** A configured provider, ready to use. */
export interface Provider {
  name: string
  type: TranslatedType
  /** Base URL of the endpoints, with a version and without a trailing slash. */
  baseUrl: string
  /** False for a custom address, which is private. */
  isPublicAddress: boolean
  /** Undefined if no key is sent. */
  apiKey: string | undefined
  /** Maximum output tokens, if configured. */
  maxTokens: number | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Without a type, the name determines it; an unknown name is a self-hosted server. */
export function providerType({ name, type }: Pick<ProviderConfig, 'name' | 'type'>): ProviderType {
  return type ?? (isProviderType(name) ? name : 'openai-compatible')
}

/**
 * Completes a provider's configuration from its type and the environment.
 *
 * A key from the environment is sent only to the default address of its type, to the address that the environment names
 * beside it, or to the provider named after the type.
 *
 * @throws ProviderError when the address or key is missing, or for the type `anthropic`, which needs no translation
 */
export function resolveProvider(config: ProviderConfig, env: Environment): Provider {
  const type = providerType(config)
  if (type === 'anthropic') throw misconfigured('provider.native_format', config.name)
  const facts = PROVIDER_TYPES[type]
  const address = providerAddress(config, env)
  if (address === undefined) throw misconfigured('provider.no_address', config.name)
  const baseUrl = joinBaseUrl(address, facts.version)
  if (baseUrl === undefined) throw misconfigured('provider.bad_address', config.name)
  return {
    name: config.name,
    type,
    baseUrl,
    isPublicAddress: facts.baseUrl !== undefined && baseUrl === joinBaseUrl(facts.baseUrl, facts.version),
    apiKey: requireKey(config, { type, env }),
    maxTokens: config.maxTokens ?? readCount(env, `${facts.envPrefix}_MAX_TOKENS`),
  }
}

/** The configured address of a provider, or the one of its type; undefined if there is none. */
export function providerAddress(config: ProviderConfig, env: Environment): string | undefined {
  const { envPrefix, baseUrl } = PROVIDER_TYPES[providerType(config)]
  return config.apiBaseUrl ?? read(env, `${envPrefix}_BASE_URL`) ?? baseUrl
}

/**
 * The key of a provider with Anthropic's own format, by the same rule; undefined if there is none, because a
 * self-hosted gateway may not need one.
 */
export function findNativeKey(config: ProviderConfig, env: Environment): string | undefined {
  return config.apiKey ?? readKey(env, keyNamesOf(config, 'anthropic'))
}

/** The key of a provider whose format the client speaks itself, by the same rule; undefined if there is none. */
export function findProviderKey(config: ProviderConfig, env: Environment): string | undefined {
  return config.apiKey ?? readKey(env, keyNamesOf(config, providerType(config)))
}

/** Undefined for a type that needs no key. @throws ProviderError */
function requireKey(
  config: ProviderConfig,
  { type, env }: { type: ProviderType; env: Environment },
): string | undefined {
  const { name, apiKey } = config
  const { defaultKey } = PROVIDER_TYPES[type]
  const names = keyNamesOf(config, type)
  const found = apiKey ?? readKey(env, names)
  if (found !== undefined) return found
  if (defaultKey !== undefined) return defaultKey ?? undefined
  const variables = [...new Set(names)].join(', ')
  const issue =
    variables === ''
      ? coded('provider.no_key', { provider: name })
      : coded('provider.no_key_variables', { provider: name, variables })
  throw new ProviderError('authentication_error', inEnglish(issue), {
    nothingSent: true,
    failure: 'provider_key_missing',
    issue,
  })
}

/** Environment variables for the key, in order of precedence. */
function keyNamesOf({ name, apiBaseUrl }: ProviderConfig, type: ProviderType): string[] {
  const own = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_API_KEY`
  const isTypesOwn = apiBaseUrl === undefined || name === type
  const names = [own, ...(isTypesOwn ? PROVIDER_TYPES[type].keyNames : [])]
  return names.filter((variable) => !isOthersKey(variable, type))
}

function readKey(env: Environment, names: readonly string[]): string | undefined {
  return names.map((variable) => read(env, variable)).find((key) => key !== undefined)
}

/** A provider named `gemini` with type `openai` must not get Gemini's key. */
function isOthersKey(variable: string, type: ProviderType): boolean {
  const all = Object.values(PROVIDER_TYPES).flatMap(({ keyNames }) => keyNames)
  return all.includes(variable) && !PROVIDER_TYPES[type].keyNames.includes(variable)
}

function misconfigured(
  code: 'provider.native_format' | 'provider.no_address' | 'provider.bad_address' | 'provider.no_key',
  provider: string,
): ProviderError {
  const issue = coded(code, { provider })
  return new ProviderError('api_error', inEnglish(issue), {
    status: 502,
    retry: false,
    nothingSent: true,
    failure: 'provider_misconfigured',
    issue,
  })
}

function read(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

function readCount(env: Environment, name: string): number | undefined {
  const value = Number(read(env, name))
  return Number.isInteger(value) && value > 0 ? value : undefined
}
