import { type Coded, coded } from '../../../shared/language/say.ts'
import type { ProviderConfig } from '../../../shared/live-settings.ts'
import { PROVIDER_TYPES } from '../../providers/provider-types.ts'
import { type Environment, providerType } from '../../providers/resolve-provider.ts'

const NAME = /^CCPROXY_PROVIDERS_(\d+)_NAME$/
const PROVIDER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/
const FALSE = new Set(['0', 'false', 'no', 'off'])

/**
 * Reads ccproxy's `CCPROXY_PROVIDERS_<i>_NAME`, `_API_KEY`, `_API_BASE_URL` and `_ENABLED`. A key in its own variable,
 * like `OPENAI_API_KEY`, overrides the indexed one.
 */
export function readIndexedProviders(env: Environment): { providers: ProviderConfig[]; problems: Coded[] } {
  const problems: Coded[] = []
  const indexes = Object.keys(env)
    .map((key) => NAME.exec(key)?.[1])
    .filter((index) => index !== undefined)
    .toSorted((a, b) => Number(a) - Number(b))
  const providers = indexes.flatMap((index) => {
    const provider = readOne(env, `CCPROXY_PROVIDERS_${index}_`)
    if (provider === undefined)
      problems.push(coded('provider.env_bad_name', { variable: `CCPROXY_PROVIDERS_${index}_NAME` }))
    return provider ?? []
  })
  return { providers, problems }
}

function readOne(env: Environment, prefix: string): ProviderConfig | undefined {
  const read = (name: string) => env[prefix + name]?.trim() || undefined
  const name = read('NAME')?.toLowerCase() ?? ''
  if (!PROVIDER_NAME.test(name)) return undefined
  const apiBaseUrl = read('API_BASE_URL')
  const apiKey = hasNamedKey(env, name) ? undefined : read('API_KEY')
  return {
    name,
    ...(apiBaseUrl !== undefined && { apiBaseUrl }),
    ...(apiKey !== undefined && { apiKey }),
    enabled: !FALSE.has(read('ENABLED')?.toLowerCase() ?? 'true'),
  }
}

function hasNamedKey(env: Environment, name: string): boolean {
  const type = providerType({ name })
  // ANTHROPIC_API_KEY replaces a proxy key; it does not configure a provider.
  const names = type === name && type !== 'anthropic' ? PROVIDER_TYPES[type].keyNames : []
  return names.some((variable) => Boolean(env[variable]?.trim()))
}
