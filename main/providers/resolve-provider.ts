import { coded, inEnglish } from '../../shared/language/say.ts'
import type { ProviderConfig, ProviderType } from '../../shared/live-settings.ts'
import { ProviderError } from './errors.ts'
import { joinBaseUrl } from './join-base-url.ts'
import { isProviderType, PROVIDER_TYPES } from './provider-types.ts'

/** The kinds whose format is not Anthropic's own. */
export type TranslatedType = Exclude<ProviderType, 'anthropic'>

/** A configured provider, ready to be asked. */
export interface Provider {
  name: string
  type: TranslatedType
  /** What endpoints are added to, with its version and without a slash. */
  baseUrl: string
  /** False for an address that the user chose, which is nobody else's business. */
  isPublicAddress: boolean
  /** Undefined: none is sent. */
  apiKey: string | undefined
  /** The most output tokens it takes, where the user said so. */
  maxTokens: number | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Without a type the name says it; a name that is no type is a server of the user's own. */
export function providerType({ name, type }: Pick<ProviderConfig, 'name' | 'type'>): ProviderType {
  return type ?? (isProviderType(name) ? name : 'openai-compatible')
}

/**
 * Fills what a provider's configuration leaves open, from its type and the environment (SPEC §5.1).
 *
 * A type's key from the environment goes to the type's own address, to the one that the environment names beside
 * it, or to the provider that bears the type's name, and nowhere else.
 *
 * @throws ProviderError when there is no address or no key, or for the type `anthropic`, which needs no translation
 */
export function resolveProvider(config: ProviderConfig, env: Environment): Provider {
  const type = providerType(config)
  if (type === 'anthropic') throw misconfigured('provider.native_format', config.name)
  const facts = PROVIDER_TYPES[type]
  const address = config.apiBaseUrl ?? read(env, `${facts.envPrefix}_BASE_URL`) ?? facts.baseUrl
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

/**
 * The key of a provider that speaks Anthropic's own format, by the same rule; undefined where there is none, since a
 * gateway of the user's own may need none.
 */
export function findNativeKey(config: ProviderConfig, env: Environment): string | undefined {
  return config.apiKey ?? readKey(env, keyNamesOf(config, 'anthropic'))
}

/** Undefined for a type that needs none. @throws ProviderError */
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

/** The variables that its key may stand in, the strongest first. */
function keyNamesOf({ name, apiBaseUrl }: ProviderConfig, type: ProviderType): string[] {
  const own = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_API_KEY`
  const isTypesOwn = apiBaseUrl === undefined || name === type
  const names = [own, ...(isTypesOwn ? PROVIDER_TYPES[type].keyNames : [])]
  return names.filter((variable) => !isOthersKey(variable, type))
}

function readKey(env: Environment, names: readonly string[]): string | undefined {
  return names.map((variable) => read(env, variable)).find((key) => key !== undefined)
}

/** A provider called `gemini` of the type `openai` must not get Gemini's key. */
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
