import { type Coded, coded } from '../../shared/language/say.ts'
import { type ProviderConfig, ProviderType } from '../../shared/live-settings.ts'
import { isProviderType, PROVIDER_TYPES } from './provider-types.ts'
import type { Environment } from './resolve-provider.ts'

export interface ProvidersFromEnv {
  /** One of each type whose key is set. The keys themselves stay in the environment. */
  providers: ProviderConfig[]
  /**
   * Single-provider mode, as in CCProxy (https://github.com/orchestre-dev/ccproxy): all requests use one provider and
   * one model.
   */
  single: { provider: ProviderConfig; model: string } | undefined
  /** Invalid settings in the environment. */
  problems: Coded[]
}

/** Reads providers from the environment: `<NAME>_API_KEY` and `PROVIDER`, both compatible with CCProxy. */
export function providersFromEnv(env: Environment): ProvidersFromEnv {
  const types = ProviderType.anyOf.map((literal) => literal.const)
  const providers = types
    .filter((type) => type !== 'anthropic' && type !== 'openai-responses')
    .filter((type) => PROVIDER_TYPES[type].keyNames.some((name) => has(env, name)))
    .map((type) => ({ name: type, type, enabled: true }))
  const wanted = env['PROVIDER']?.trim().toLowerCase() ?? ''
  if (wanted === '' || wanted === 'anthropic') return { providers, single: undefined, problems: [] }

  const single = singleProvider(wanted === 'grok' ? 'xai' : wanted, env)
  if ('code' in single) return { providers, single: undefined, problems: [single] }
  const others = providers.filter(({ name }) => name !== single.provider.name)
  return { providers: [...others, single.provider], single, problems: [] }
}

function singleProvider(name: string, env: Environment): NonNullable<ProvidersFromEnv['single']> | Coded {
  if (!isProviderType(name)) {
    return coded('provider.env_unknown', { provider: name, names: Object.keys(PROVIDER_TYPES).join(', ') })
  }
  const { envPrefix, defaultModel, defaultMaxTokens } = PROVIDER_TYPES[name]
  const model = env[`${envPrefix}_MODEL`]?.trim() || defaultModel
  if (model === undefined)
    return coded('provider.env_needs_model', { provider: name, variable: `${envPrefix}_MODEL` })
  const limit = has(env, `${envPrefix}_MAX_TOKENS`) ? undefined : defaultMaxTokens
  const provider = {
    name,
    type: name,
    enabled: true,
    models: [model],
    ...(limit !== undefined && { maxTokens: limit }),
  }
  return { provider, model }
}

function has(env: Environment, name: string): boolean {
  return (env[name]?.trim() ?? '') !== ''
}
